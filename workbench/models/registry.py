"""Which model is in force, and who put which in force when."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ops.in_force import InForce, model_file, read_in_force
from ops.paths import Paths
from workbench.errors import NotThere, UnsafePath, WorkbenchError

_HISTORY = "history.jsonl"
_ENDING = ".tar.gz"
MOST_KEPT = 50


@dataclass(frozen=True)
class Promotion:
    """One entry of the history: what was put in force instead of what, when, by whom; `gate` is its outcome.

    `gate` is `passed`, `blocked` or `none`; `reason` is given where a blocked model was promoted anyway. `act` is
    `promote` or `roll_back`.
    """

    act: str
    name: str
    before: str
    at: str
    by: str
    gate: str
    reason: str = ""
    compared: str = ""


class Registry:
    """The folder of models of the checkout at `root`."""

    def __init__(self, root: Path) -> None:
        """Look below `root`."""
        self.folder = Paths(root).models

    def in_force(self) -> InForce | None:
        """What is recorded; None where nobody ever promoted a model."""
        return read_in_force(self.folder)

    def names(self) -> list[str]:
        """All models that are there, the newest first."""
        files = sorted(self.folder.glob(f"chiaro-*{_ENDING}"), key=lambda file: -file.stat().st_mtime)
        return [file.name.removesuffix(_ENDING) for file in files]

    def file(self, name: str) -> Path:
        """The file of a model.

        Raises:
            UnsafePath: it is no name of a model; NotThere: there is none of that name.
        """
        name = name.removesuffix(_ENDING)
        if not name.startswith("chiaro-") or not name.replace("-", "").isalnum():
            raise UnsafePath("models.bad-name", name=name[:80])
        file = model_file(self.folder, name)
        if not file.is_file() or file.is_symlink():
            raise NotThere("models.no-model", name=name)
        return file

    def history(self) -> list[Promotion]:
        """All promotions, the oldest first; lines that cannot be read are left out."""
        return list(self._entries())

    def _entries(self) -> Iterator[Promotion]:
        file = self.folder / _HISTORY
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            try:
                yield Promotion(**json.loads(line))
            except (ValueError, TypeError):
                continue

    def note(self, entry: Promotion) -> None:
        """Add an entry, on the disk when this returns."""
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        with (self.folder / _HISTORY).open("a", encoding="utf-8") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Inside, nobody else promotes; WorkbenchError where somebody else does just now."""
        self.folder.mkdir(exist_ok=True)
        with (self.folder / ".promoting.lock").open("w") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WorkbenchError("models.somebody-promotes") from None
            yield


class Comparisons:
    """The results of comparisons, below `var/workbench/compare/`."""

    def __init__(self, root: Path) -> None:
        """Look below `root`."""
        self.folder = root / "var" / "workbench" / "compare"

    def keep(self, result: Mapping[str, Any]) -> None:
        """Write a result under its id, and as the latest; of more than 50 the oldest are forgotten."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in (str(result["id"]), "latest"):
            part = self.folder / f".{name}.part"
            part.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            part.replace(self.folder / f"{name}.json")
        for file in sorted(self.folder.glob("2*.json"))[:-MOST_KEPT]:
            file.unlink(missing_ok=True)

    def latest(self, candidate: str, in_force: str) -> dict[str, Any] | None:
        """The last comparison of these two; None where they were never compared."""
        for file in sorted(self.folder.glob("2*.json"), reverse=True):
            try:
                result: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
                pair = (result["candidate"], result["in_force"])
            except (OSError, ValueError, KeyError, TypeError):
                continue
            if pair == (candidate, in_force):
                return result
        return None
