"""Conversations that tests are made of: written aside for the command that reads them, and forgotten soon."""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ID = re.compile(r"[0-9a-f]{16}")
# They hold what a customer wrote: nobody needs them longer than a test takes to be made.
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Sources:
    """Files below `var/workbench/recordings`, which only this user may read."""

    root: Path
    clock: Callable[[], float] = time.time

    @property
    def folder(self) -> Path:
        """Where they are."""
        return self.root / "var" / "workbench" / "recordings"

    def keep(self, events: list[dict[str, Any]]) -> str:
        """Keep a conversation's events; returns its id."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        source = secrets.token_hex(8)
        _write(self.events_file(source), events)
        return source

    def keep_choices(self, source: str, choices: Mapping[str, Any]) -> None:
        """Keep what was chosen of it."""
        _write(self.choices_file(source), choices)

    def choices(self, source: str) -> dict[str, Any]:
        """What was chosen of it last; nothing where nothing was."""
        try:
            found = json.loads(self.choices_file(source).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def forget_old(self) -> None:
        """Remove those of yesterday."""
        for file in self.folder.glob("*.json"):
            if file.stat().st_mtime < self.clock() - KEPT_SECONDS:
                file.unlink(missing_ok=True)

    def forget(self, source: str) -> None:
        """Remove all of it."""
        self.events_file(source).unlink(missing_ok=True)
        self.choices_file(source).unlink(missing_ok=True)

    def is_there(self, source: str) -> bool:
        """Whether it is an id of a conversation that is still kept."""
        return bool(_ID.fullmatch(source)) and self.events_file(source).is_file()

    def events_file(self, source: str) -> Path:
        """The file with the events."""
        return self.folder / f"{source}.json"

    def choices_file(self, source: str) -> Path:
        """The file with the choices."""
        return self.folder / f"{source}.choices.json"


def _write(file: Path, content: object) -> None:
    part = file.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False)
    part.replace(file)
