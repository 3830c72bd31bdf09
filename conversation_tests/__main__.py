"""`python -m conversation_tests`: the composition root of the conversation tests."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from conversation_tests.catalogue import Catalogue
from conversation_tests.coverage import coverage
from conversation_tests.errors import CannotRun
from conversation_tests.knowledge import seeded
from conversation_tests.machine_reports import as_json, junit
from conversation_tests.outcome import Outcome, StoryOutcome
from conversation_tests.playing import play_all
from conversation_tests.reading import Found, read_paths
from conversation_tests.report import print_coverage, print_outcome
from conversation_tests.settings import Settings, chosen_model
from conversation_tests.stage import open_stage
from conversation_tests.story import Story
from conversation_tests.words import say

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_PATH = ROOT / "tests" / "conversations"
INTERRUPTED = 130

_file = click.Path(path_type=Path, dir_okay=False)


@dataclass
class _Times:
    """Seconds that stories took, apart from what was set up for them."""

    playing: float = 0.0


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--model", type=_file, help="The model; by default CHIARO_TEST_MODEL, or the newest below models/.")
@click.option("--match", metavar="WORD", help="Only stories with WORD in their name or file.")
@click.option("--coverage", "show_coverage", is_flag=True, help="Show what no story touched.")
@click.option("--junit", "junit_file", type=_file, help="Write a report in JUnit's form.")
@click.option("--json", "json_file", type=_file, help="Write everything that was seen, with coverage.")
def main(
    paths: tuple[Path, ...],
    model: Path | None,
    match: str | None,
    show_coverage: bool,
    junit_file: Path | None,
    json_file: Path | None,
) -> None:
    """Play the stories of PATHS (files or folders; by default tests/conversations) with the real actions.

    Exit code 0: all passed, 1: some failed or nothing could be run, 2: a file is not written as it must be.
    """
    console = Console()
    _listen()
    began = time.monotonic()
    times = _Times()
    try:
        catalogue = Catalogue.read(ROOT)
        found = _found(paths, match, catalogue)
        outcome = _run(found, model, catalogue, times)
    except CannotRun as error:
        Console(stderr=True).print(say(error.key, **error.values), markup=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        Console(stderr=True).print(say("interrupted"))
        sys.exit(INTERRUPTED)
    covered = coverage(catalogue, outcome.stories)
    _write(junit_file, junit(outcome))
    _write(json_file, as_json(outcome, covered))
    print_outcome(console, outcome)
    if show_coverage:
        print_coverage(console, covered)
    console.print(say("took", seconds=time.monotonic() - began, playing=times.playing), highlight=False)
    console.print(say("last-line", passed=outcome.passed, failed=outcome.failed), highlight=False)
    sys.exit(outcome.code)


def _listen() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)


def _interrupt(*_: object) -> None:
    # As Ctrl-C, which asyncio turns into an orderly end.
    signal.raise_signal(signal.SIGINT)


def _found(paths: tuple[Path, ...], match: str | None, catalogue: Catalogue) -> Found:
    """The stories asked for; CannotRun where there are none at all."""
    wanted = paths or (Path(os.path.relpath(DEFAULT_PATH)),)
    found = read_paths(wanted, catalogue)
    if not found.stories and not found.bad:
        raise CannotRun("no-stories", places=", ".join(map(str, wanted)))
    if match is not None:
        found.stories = [story for story in found.stories if _matches(story, match)]
        if not found.stories and not found.bad:
            raise CannotRun("no-match", word=match)
    return found


def _matches(story: Story, word: str) -> bool:
    return word.casefold() in f"{story.name} {story.file}".casefold()


def _run(found: Found, model: Path | None, catalogue: Catalogue, times: _Times) -> Outcome:
    if not found.stories:
        return Outcome([], found.bad)
    settings = Settings(ROOT, chosen_model(ROOT, model, os.environ), os.environ)
    return Outcome(asyncio.run(_played(found.stories, settings, catalogue, times)), found.bad)


async def _played(stories: list[Story], settings: Settings, catalogue: Catalogue, times: _Times) -> list[StoryOutcome]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=len(stories))
        moments = {story.given.now for story in stories}

        def seed() -> Path:
            bar.stop()  # what is loaded shows its own progress
            database = seeded(settings.root)
            bar.start()
            return database

        async with open_stage(settings, seed, moments, lambda key: bar.update(task, description=say(key))) as stage:
            bar.update(task, description=say("stage-stories"))
            began = time.monotonic()
            outcomes = await play_all(stories, stage, catalogue, lambda _: bar.advance(task))
            times.playing = time.monotonic() - began
        return outcomes


def _write(file: Path | None, text: str) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
