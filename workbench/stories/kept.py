"""The runs that are remembered, below `var/workbench/runs/`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.errors import BadFile
from workbench.stories.played import Played, Run, run_of

MOST_RUNS = 50
_LATEST = "latest.json"


class KeptRuns:
    """The runs of a checkout: one file a run, and `latest.json` with every turn of the last one."""

    def __init__(self, root: Path) -> None:
        """Look below `root`."""
        self.folder = root / "var" / "workbench" / "runs"

    def keep(self, run: Run, turns: Mapping[str, Any]) -> None:
        """Keep a run; `turns` is what the runner tells of it in full. Of more than 50 the oldest are forgotten."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / f"{run.id}.json", run.document())
        about = {name: value for name, value in run.document().items() if name not in ("tests", "unread")}
        _write(self.folder / _LATEST, {**turns, "run": about})
        for file in self._files()[:-MOST_RUNS]:
            file.unlink(missing_ok=True)

    def runs(self) -> list[Run]:
        """All runs, the oldest first.

        Raises:
            BadFile: one of the files is not what was written.
        """
        return [_read(file) for file in self._files()]

    def last(self) -> Run | None:
        """The run that was kept last; BadFile as in `runs`."""
        files = self._files()
        return _read(files[-1]) if files else None

    def _files(self) -> list[Path]:
        return sorted(file for file in self.folder.glob("*.json") if file.name != _LATEST)


def newest_results(runs: Iterable[Run], model: str | None = None) -> dict[tuple[str, str], Played]:
    """Of each test what it came to last (with `model`, where one is given); `runs` are in order."""
    found: dict[tuple[str, str], Played] = {}
    for run in runs:
        if model in (None, run.model):
            found.update({test.key: test for test in run.tests})
    return found


def together(plays: Iterable[Played]) -> Played:
    """One test's plays as one: passed where all did, with what the first failing one came to."""
    every = list(plays)
    shown = next((play for play in every if not play.passed), every[0])
    seconds = round(sum(play.seconds for play in every) / len(every), 3)
    passes = sum(play.passed for play in every)
    return replace(shown, passed=passes == len(every), plays=len(every), passes=passes, seconds=seconds)


def _read(file: Path) -> Run:
    try:
        return run_of(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile("stories.broken-run", file=file.name) from error


def _write(file: Path, content: object) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    part.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str), encoding="utf-8")
    part.replace(file)
