"""What the section's pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.language import Language
from web.workbench.bench import Bench
from web.workbench.jobs.job import Job
from web.workbench.page import address_of
from workbench.stories.history import History
from workbench.stories.pictures.pasts import as_svg
from workbench.stories.played import Failure, failure_of
from workbench.stories.telling import why
from workbench.wording import say

SECTION = "tests"
PATH = address_of(SECTION)
# Kinds of jobs.
RUN, COVERAGE, RECORD = "tests", "coverage", "record"
FOLDER = "tests/conversations"


def folders(bench: Bench) -> list[str]:
    """The folders of tests, in order."""
    root = bench.project.root / FOLDER
    return sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def models(bench: Bench) -> list[str]:
    """The names of the models' files, the newest first."""
    found = list(bench.project.root.glob("models/chiaro-*.tar.gz"))
    return [file.name for file in sorted(found, key=lambda file: file.stat().st_mtime, reverse=True)]


def outcome_of(bench: Bench, job: Job | None) -> Any:
    """The result of a job; None where there is none."""
    found = bench.jobs.find(job.id) if job is not None else None
    return found[1].outcome() if found is not None else None


def why_in(language: Language) -> Callable[[Mapping[str, Any]], str]:
    """For templates: why a test failed, with what to do, of a failure as JSON."""

    def told(content: Mapping[str, Any]) -> str:
        failure: Failure | None = failure_of(content)
        return why(failure, language) if failure is not None else ""

    return told


def picture_in(words: Mapping[str, str]) -> Callable[[History], str]:
    """For templates: a test's past as SVG, with a label in words."""

    def drawn(history: History) -> str:
        marks = [one.mark for one in history.past]
        passed, run = marks.count("passed"), len(marks) - marks.count("not_run")
        return as_svg(history.past, words["past"].format(passed=passed, run=run))

    return drawn


def sort_in(language: Language) -> Callable[[str], str]:
    """For templates: the name of a sort that coverage counts."""
    return lambda sort: say(language, f"stories.sort-{sort.replace('_', '-')}")
