"""`test`: every suite of both environments, and one summary of them all."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from ops.step import Runner
from ops.words import say

NO_TESTS = 5


@dataclass(frozen=True)
class Outcome:
    """What a suite came to; `code` is its exit code."""

    title: str
    passed: int
    failed: int
    skipped: int
    code: int

    @property
    def is_broken(self) -> bool:
        """True where the suite ended with a failure that no test accounts for."""
        return self.code != 0 and self.failed == 0


@dataclass(frozen=True)
class Suites:
    """The suites of a checkout; reports go below `var/tests`."""

    runner: Runner
    model: Path

    def run(self) -> int:
        """Runs all of them, whatever the earlier ones came to; 0 where every test passed."""
        found = [self._project(), self._bot(), self._conversations()]
        outcomes = [outcome for outcome in found if outcome is not None]
        return self._summarise(outcomes)

    def _project(self) -> Outcome | None:
        python = str(self.runner.paths.project_python)
        return self._pytest("project", [python, "-m", "pytest", "tests"], "tests")

    def _bot(self) -> Outcome | None:
        command = [str(self.runner.paths.bot_python), "-m", "pytest", "-c", "bot/pyproject.toml"]
        return self._pytest("bot", [*command, "--rootdir", ".", "bot/tests"], "bot/tests")

    def _pytest(self, name: str, command: list[str], folder: str) -> Outcome | None:
        title = say(f"suite-{name}")
        if not any((self.runner.paths.root / folder).rglob("test_*.py")):
            self.runner.console.line(say("suite-none", title=title))
            return None
        self.runner.console.line(say("suite", title=title))
        report = self._reports(name) / "junit.xml"
        variables = {"CHIARO_TEST_MODEL": str(self.model)}
        code = self.runner.show([*command, f"--junitxml={report}", "-o", "junit_family=xunit2"], variables)
        return read_junit(title, report, code)

    def _conversations(self) -> Outcome | None:
        title = say("suite-conversations")
        stories = self.runner.paths.root / "tests" / "conversations"
        if not stories.is_dir() or not any(stories.rglob("*.yml")):
            self.runner.console.line(say("suite-none", title=title))
            return None
        self.runner.console.line(say("suite", title=title))
        reports = self._reports("conversations")
        command = [
            str(self.runner.paths.bot_python),
            "-m",
            "rasa",
            "test",
            "core",
            "--model",
            str(self.model),
        ]
        command += ["--stories", str(stories), "--out", str(reports), "--no-plot"]
        code = self.runner.show([*command, "--fail-on-prediction-errors"])
        return read_stories(title, reports / "story_report.json", code)

    def _reports(self, name: str) -> Path:
        folder = self.runner.paths.var / "tests" / name
        shutil.rmtree(str(folder), ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def _summarise(self, outcomes: list[Outcome]) -> int:
        console = self.runner.console
        console.line(say("summary-head"))
        for outcome in outcomes:
            key = "summary-broken" if outcome.is_broken else "summary-line"
            console.line(say(key, **vars(outcome)))
        failed = sum(outcome.failed + outcome.is_broken for outcome in outcomes)
        # The last line is in a form that programs read.
        console.line(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed")
        return 1 if failed else 0


def read_junit(title: str, report: Path, code: int) -> Outcome:
    """The outcome that pytest wrote in `report`; no tests at all is no failure."""
    try:
        suites = list(ElementTree.parse(str(report)).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return Outcome(title, 0, 0, 0, code or 1)
    tests, failed, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites for name in names)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    passed = max(0, tests - failed - skipped)
    return Outcome(title, passed, failed, skipped, 0 if code == NO_TESTS else code)


def read_stories(title: str, report: Path, code: int) -> Outcome:
    """The outcome that `rasa test core` wrote in `report`."""
    try:
        accuracy = json.loads(report.read_text(encoding="utf-8"))["conversation_accuracy"]
        total, correct = int(accuracy["total"]), int(accuracy["correct"])
    except (OSError, ValueError, KeyError, TypeError):
        return Outcome(title, 0, 0, 0, code or 1)
    return Outcome(title, correct, total - correct, 0, code)
