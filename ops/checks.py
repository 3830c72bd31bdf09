"""`check`: style, types, import rules, Rasa's data and the company's policies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ops.files import tail, write_whole
from ops.step import Runner
from ops.words import say

CHECKS_FILE = Path(__file__).with_name("checks.json")


@dataclass(frozen=True)
class Check:
    """A program to call in an environment; skipped where one of the paths in `needs` is not there."""

    title: str
    environment: str
    arguments: list[str]
    needs: list[str]


@dataclass(frozen=True)
class Checks:
    """Runs every check, whatever the earlier ones found."""

    runner: Runner

    def run(self) -> int:
        """0 where all are good. The findings of those that are not are shown."""
        checks = read_checks()
        bad = sum(not self._is_good(check, number) for number, check in enumerate(checks))
        key = "checks-bad" if bad else "checks-good"
        self.runner.console.line(say(key, count=len(checks), bad=bad))
        return 1 if bad else 0

    def _is_good(self, check: Check, number: int) -> bool:
        missing = [path for path in check.needs if not (self.runner.paths.root / path).exists()]
        if missing:
            return self._told(check, "check-skipped", True, path=missing[0])
        log = f"check-{number}"
        write_whole(self.runner.paths.log(log), "")
        if self._call(check, log) == 0:
            return self._told(check, "check-ok", True)
        self._told(check, "check-bad", False)
        self.runner.console.lines(tail(self.runner.paths.log(log), 60))
        return False

    def _told(self, check: Check, key: str, good: bool, **values: object) -> bool:
        self.runner.console.line(f"{check.title}: {say(key, **values)}")
        return good

    def _call(self, check: Check, log: str) -> int:
        paths = self.runner.paths
        python = paths.bot_python if check.environment == "bot" else paths.project_python
        return self.runner.call(log, [str(python), *check.arguments])


def read_checks() -> list[Check]:
    """The checks of `checks.json`."""
    return [Check(**check) for check in json.loads(CHECKS_FILE.read_text(encoding="utf-8"))]
