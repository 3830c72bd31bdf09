"""`chiaro stories run`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from conversation_tests.catalogue import Catalogue
from conversation_tests.coverage import coverage as covered
from conversation_tests.machine_reports import as_json, junit
from conversation_tests.reading import Found
from workbench.commands import (
    BAD,
    GOOD,
    events_option,
    json_option,
    language_option,
    progress_of,
    project_root,
    says_errors,
    write_json,
)
from workbench.progress import Progress
from workbench.stopping import stoppable
from workbench.stories.choosing import find_tests, named, with_word
from workbench.stories.git import Git
from workbench.stories.kept import KeptRuns, newest_results
from workbench.stories.playing import Ended, Request, play_tests, read_catalogue
from workbench.stories.telling import told_run
from workbench.stories.touched.reach import Reach, reach_of
from workbench.stories.touched.tests import touched_tests
from workbench.wording import Language, say

_file = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class Wish:
    """Which tests are asked for; `touched` is a revision of git."""

    paths: tuple[str, ...] = ()
    match: str | None = None
    touched: str | None = None
    failed: bool = False

    def words(self) -> str:
        """As it is typed."""
        options = [
            f"--match {self.match}" if self.match is not None else "",
            f"--touched {self.touched}" if self.touched is not None else "",
            "--failed" if self.failed else "",
        ]
        return " ".join(filter(None, [*self.paths, *options]))


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--match", metavar="WORD", help="Only tests with WORD in their name or file.")
@click.option(
    "--touched",
    metavar="[REV]",
    is_flag=False,
    flag_value="HEAD",
    help="Only tests touched by what changed since REV, by default by what is not committed.",
)
@click.option("--failed", is_flag=True, help="Only tests that failed when they were run last.")
@click.option("--repeat", type=click.IntRange(1, 50), default=1, show_default=True, help="Run each test so often.")
@click.option("--model", type=_file, help="The model; by default the one in force, or the newest.")
@click.option("--junit", "junit_file", type=_file, help="Write a report in JUnit's form.")
@json_option
@events_option
@language_option
@says_errors
def run(
    paths: tuple[str, ...],
    match: str | None,
    touched: str | None,
    failed: bool,
    repeat: int,
    model: Path | None,
    junit_file: Path | None,
    json_file: Path | None,
    events: bool,
    language: Language,
) -> None:
    """Run the tests of PATHS (files or folders; by default all) with the real model and the real actions."""
    root = project_root()
    with stoppable(say(language, "stories.stopped")):
        catalogue = read_catalogue(root)
        wish = Wish(paths, match, touched, failed)
        request = Request(chosen(root, wish, catalogue), wish.words(), model, repeat)
        with progress_of(events, language) as progress:
            ended = play_and_keep(root, request, catalogue, progress)
    if junit_file is not None:
        junit_file.parent.mkdir(parents=True, exist_ok=True)
        junit_file.write_text(junit(ended.outcome), encoding="utf-8")
    write_json(json_file, ended.run.document())
    if not events:
        for line in told_run(ended.run, language):
            click.echo(line)
    sys.exit(BAD if ended.run.failed else GOOD)


def chosen(root: Path, wish: Wish, catalogue: Catalogue) -> Found:
    """The tests that are asked for; those touched, or failed, may be none."""
    found = find_tests(root, wish.paths, catalogue)
    if wish.match is not None:
        found = with_word(found, wish.match)
    if wish.touched is not None:
        found = _touched(root, wish.touched, found, catalogue)
    if wish.failed:
        last = newest_results(KeptRuns(root).runs())
        found = named(found, {key for key, test in last.items() if not test.passed})
    return found


def play_and_keep(root: Path, request: Request, catalogue: Catalogue, progress: Progress) -> Ended:
    """Play the tests, and remember the run where there was one."""
    ended = play_tests(root, request, catalogue, progress)
    if ended.run.tests:
        report = json.loads(as_json(ended.outcome, covered(catalogue, ended.outcome.stories)))
        KeptRuns(root).keep(ended.run, report)
    return ended


def reaches_since(root: Path, revision: str) -> list[Reach]:
    """How far what changed since a revision reaches, without what reaches no test."""
    reaches = [reach_of(changed) for changed in Git(root).changed_files(revision)]
    return [reach for reach in reaches if not reach.is_empty]


def _touched(root: Path, revision: str, found: Found, catalogue: Catalogue) -> Found:
    reaches = reaches_since(root, revision)
    results = newest_results(KeptRuns(root).runs())
    tests = touched_tests(found.stories, reaches, results, catalogue)
    keys = {(test.file, test.story) for test in tests}
    files = {reach.test for reach in reaches}
    everything = any(reach.everything for reach in reaches)
    bad = [one for one in found.bad if everything or one.file in files]
    return Found([story for story in found.stories if (story.file, story.name) in keys], bad)
