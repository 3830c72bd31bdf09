"""What the suites came to."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.step import Runner
from ops.suites import Outcome, Suites, read_junit, read_stories

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


def junit(tmp_path: Path, *counts: int) -> Path:
    report = tmp_path / "junit.xml"
    report.write_text(REPORT.format(*counts))
    return report


def test_errors_count_as_failures_and_skipped_tests_as_neither(tmp_path: Path) -> None:
    outcome = read_junit("Tests", junit(tmp_path, 10, 1, 2, 3), 1)
    assert outcome == Outcome("Tests", 4, 3, 3, 1)


def test_no_tests_at_all_is_no_failure(tmp_path: Path) -> None:
    assert not read_junit("Tests", junit(tmp_path, 0, 0, 0, 0), 5).is_broken


@pytest.mark.parametrize("text", ["", "<testsuites>", "no xml"])
def test_a_suite_without_a_report_is_broken(tmp_path: Path, text: str) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(text)
    assert read_junit("Tests", report, 0).is_broken
    assert read_junit("Tests", tmp_path / "none.xml", 2).is_broken


def test_a_suite_that_ended_badly_without_a_failed_test_is_broken(tmp_path: Path) -> None:
    assert read_junit("Tests", junit(tmp_path, 3, 0, 0, 0), 2).is_broken


def test_conversations_are_counted_from_rasas_report(tmp_path: Path) -> None:
    report = tmp_path / "story_report.json"
    report.write_text(json.dumps({"conversation_accuracy": {"correct": 5, "total": 7}}))
    assert read_stories("Conversations", report, 1) == Outcome("Conversations", 5, 2, 0, 1)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"conversation_accuracy": {"total": null}}'])
def test_a_report_of_rasa_that_cannot_be_read_is_broken(tmp_path: Path, text: str) -> None:
    report = tmp_path / "story_report.json"
    report.write_text(text)
    assert read_stories("Conversations", report, 0).is_broken


@pytest.fixture
def suites(runner: Runner) -> Callable[[str, str], Suites]:
    """Suites whose pytest is a script, one for each environment."""

    def make(project: str, bot: str) -> Suites:
        for python, lines, folder in (
            (runner.paths.project_python, project, "tests"),
            (runner.paths.bot_python, bot, "bot/tests"),
        ):
            python.parent.mkdir(parents=True, exist_ok=True)
            python.write_text(
                f"#!/bin/sh\nfor last do case $last in --junitxml=*) r=${{last#*=}};; esac; done\n{lines}\n"
            )
            python.chmod(0o755)
            (runner.paths.root / folder).mkdir(parents=True, exist_ok=True)
            (runner.paths.root / folder / "test_a.py").write_text("")
        return Suites(runner, Path("model.tar.gz"))

    return make


def reports(*counts: int, code: int = 0) -> str:
    return f"echo '{REPORT.format(*counts)}' > $r; exit {code}"


def test_all_suites_run_though_the_first_one_fails_and_the_last_line_sums_up(
    suites: Callable[[str, str], Suites], said: io.StringIO
) -> None:
    code = suites(reports(5, 2, 0, 0, code=1), reports(4, 0, 0, 1)).run()
    assert code == 1
    assert said.getvalue().splitlines()[-1] == "6 passed, 2 failed"


def test_all_tests_passed_is_a_success(suites: Callable[[str, str], Suites], said: io.StringIO) -> None:
    assert suites(reports(5, 0, 0, 0), reports(4, 0, 0, 1)).run() == 0
    assert said.getvalue().splitlines()[-1] == "8 passed, 0 failed"


def test_the_projects_tests_share_the_processors_file_by_file_and_rasas_run_alone(
    suites: Callable[[str, str], Suites], runner: Runner
) -> None:
    log = runner.paths.root / "calls"
    lines = f"echo $@ $OPENBLAS_NUM_THREADS >> {log}; {reports(1, 0, 0, 0)}"
    suites(lines, lines).run()
    project, bot = log.read_text().splitlines()
    assert "-n logical" in project
    assert "--dist loadfile" in project
    assert "-n" not in bot.split()
    assert project.endswith(" 1")
    assert bot.endswith(" 1")


STORY = """version: "3.1"
stories:
  - story: A story
    metadata: {}
    steps: []
"""


def test_conversations_are_played_with_the_actions_and_those_that_rasa_can_play_by_rasa_too(
    suites: Callable[[str, str], Suites], runner: Runner
) -> None:
    folder = runner.paths.root / "tests" / "conversations" / "talk"
    folder.mkdir(parents=True)
    (folder / "test_a.yml").write_text(STORY)
    (folder / "test_b.yml").write_text(STORY.replace("metadata: {}", "metadata:\n      rasa_test: false"))
    log = runner.paths.root / "calls"
    suites(f"echo $@ >> {log}; {reports(1, 0, 0, 0)}", f"echo $@ >> {log}; {reports(1, 0, 0, 0)}").run()
    calls = log.read_text()
    assert "-m conversation_tests" in calls
    assert "-m rasa test core" in calls
    copied = runner.paths.var / "tests" / "conversations" / "stories"
    assert [file.name for file in sorted(copied.rglob("*.yml"))] == ["test_a.yml"]


def test_a_suite_that_crashes_counts_as_a_failure(suites: Callable[[str, str], Suites], said: io.StringIO) -> None:
    assert suites(reports(5, 0, 0, 0), "exit 4").run() == 1
    assert "ended with exit code 4 before it could report" in said.getvalue()
    assert said.getvalue().splitlines()[-1] == "5 passed, 1 failed"
