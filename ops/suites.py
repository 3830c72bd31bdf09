"""`test`: every suite of both environments, and one summary of them all."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from ops.services import ONE_THREAD
from ops.step import Runner
from ops.words import say

NO_TESTS = 5
# The tests of a file stay together, for they share servers; the slow files come first, so that nobody waits long for
# the last one. Each process has an encoder and servers of its own: more than four cost more memory than they save time.
AT_ONCE = ["-n", "logical", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
# A story that Rasa's own test, which runs no action, cannot play (docs/conversation-tests.md).
_NOT_FOR_RASA = re.compile(r"^\s*rasa_test: false\s*$", re.MULTILINE)


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
        found = [self._project(), self._bot(), self._stories(), self._rasas_stories()]
        outcomes = [outcome for outcome in found if outcome is not None]
        return self._summarise(outcomes)

    def _project(self) -> Outcome | None:
        python = str(self.runner.paths.project_python)
        return self._pytest("project", [python, "-m", "pytest", *AT_ONCE, "tests"], "tests")

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
        variables = {**ONE_THREAD, "CHIARO_TEST_MODEL": str(self.model)}
        code = self.runner.show([*command, f"--junitxml={report}", "-o", "junit_family=xunit2"], variables)
        return read_junit(title, report, code)

    def _stories(self) -> Outcome | None:
        """The conversation tests with the real actions."""
        title = say("suite-stories")
        if not self._story_files():
            self.runner.console.line(say("suite-none", title=title))
            return None
        self.runner.console.line(say("suite", title=title))
        report = self._reports("stories") / "junit.xml"
        command = [str(self.runner.paths.project_python), "-m", "conversation_tests", "--coverage"]
        code = self.runner.show([*command, "--model", str(self.model), "--junit", str(report)])
        return read_junit(title, report, code)

    def _rasas_stories(self) -> Outcome | None:
        """The same files as Rasa tests them, which runs no action."""
        title = say("suite-conversations")
        files = [file for file in self._story_files() if not _NOT_FOR_RASA.search(file.read_text(encoding="utf-8"))]
        if not files:
            self.runner.console.line(say("suite-none", title=title))
            return None
        self.runner.console.line(say("suite", title=title))
        reports = self._reports("conversations")
        stories = self._copied(files, reports / "stories")
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

    def _story_files(self) -> list[Path]:
        return sorted((self.runner.paths.root / "tests" / "conversations").rglob("*.yml"))

    def _copied(self, files: list[Path], folder: Path) -> Path:
        for file in files:
            place = folder / file.parent.name / file.name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file), str(place))
        return folder

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
