"""What the commands have left behind: models, the one in force, promotions, comparisons."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ENDING = ".tar.gz"
_NAME = re.compile(r"chiaro-[a-z0-9]{1,40}")
_ID = re.compile(r"\d{8}-\d{6}-\d{1,6}")
_MOST_HISTORY = 50
Document = dict[str, Any]


@dataclass(frozen=True)
class KeptModels:
    """Reads below the project at `root`; what cannot be read counts as not there."""

    root: Path

    def names(self) -> list[str]:
        """All models, the newest first."""
        files = [file for file in (self.root / "models").glob(f"chiaro-*{_ENDING}") if not file.is_symlink()]
        names = [file.name.removesuffix(_ENDING) for file in sorted(files, key=lambda file: -file.stat().st_mtime)]
        return [name for name in names if _NAME.fullmatch(name)]

    def in_force(self) -> Document | None:
        """Name, since, by, before; None where nobody ever promoted."""
        return _document(self.root / "models" / "in-force.json")

    def history(self) -> list[Document]:
        """The last promotions, the newest first."""
        try:
            lines = (self.root / "models" / "history.jsonl").read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return []
        found = [_parsed(line) for line in lines[-_MOST_HISTORY:]]
        return [entry for entry in reversed(found) if entry is not None and "name" in entry]

    def comparisons(self) -> list[Document]:
        """The last comparisons, the newest first."""
        files = sorted((self.root / "var" / "workbench" / "compare").glob("2*.json"), reverse=True)[:20]
        found = [_document(file) for file in files]
        return [one for one in found if one is not None and "gate" in one]

    def comparison(self, id: str) -> Document | None:
        """One comparison; None where there is none of that id."""
        if not _ID.fullmatch(id):
            return None
        found = _document(self.root / "var" / "workbench" / "compare" / f"{id}.json")
        return found if found is not None and "gate" in found else None

    @property
    def recent(self) -> Path:
        """Where recent messages are put for a comparison."""
        return self.root / "var" / "workbench" / "models" / "recent.jsonl"


def _document(file: Path) -> Document | None:
    try:
        return _parsed(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _parsed(text: str) -> Document | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
