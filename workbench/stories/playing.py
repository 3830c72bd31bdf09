"""Plays tests with the real model and the real actions, tells of each at once, and remembers the run."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from conversation_tests.catalogue import Catalogue
from conversation_tests.errors import CannotRun
from conversation_tests.knowledge import seeded
from conversation_tests.outcome import Outcome, StoryOutcome
from conversation_tests.playing import play_all
from conversation_tests.reading import Found
from conversation_tests.settings import Settings, chosen_model
from conversation_tests.stage import open_stage
from conversation_tests.story import Story
from ops.files import digest_of
from ops.in_force import read_in_force
from workbench.errors import WorkbenchError
from workbench.progress import Progress
from workbench.stories.git import Git
from workbench.stories.kept import together
from workbench.stories.played import Played, Run, Unread
from workbench.stories.seeing import played

# What answers depend on beside the model and the test itself.
_GROUND = ("policy_kb", "actions", "learning", "conversation_tests")


@dataclass(frozen=True)
class Request:
    """What is to be played: `asked` in the words of the command, each test `repeat` times."""

    found: Found
    asked: str
    model: Path | None = None
    repeat: int = 1


@dataclass(frozen=True)
class Ended:
    """A run that came to its end, and what the runner tells of it in full."""

    run: Run
    outcome: Outcome


def read_catalogue(root: Path) -> Catalogue:
    """What there is to test; WorkbenchError where one of its files cannot be read."""
    with in_words():
        return Catalogue.read(root)


def model_to_run(root: Path, named: Path | None) -> Path:
    """The model named, else that of CHIARO_TEST_MODEL, else the one in force, else the newest.

    Raises:
        WorkbenchError: there is none.
    """
    models = root / "models"
    in_force = read_in_force(models)
    promoted = in_force.file(models) if in_force is not None else None
    if named is None and not os.environ.get("CHIARO_TEST_MODEL") and promoted is not None and promoted.is_file():
        named = promoted
    with in_words():
        return chosen_model(root, named, os.environ)


def play_tests(root: Path, request: Request, catalogue: Catalogue, progress: Progress) -> Ended:
    """Play what is asked for.

    Raises:
        WorkbenchError: there is no model, or the processes do not start.
    """
    began, at = time.monotonic(), datetime.now(UTC)
    found, told = request.found, _Told(root, catalogue, progress)
    outcomes: list[StoryOutcome] = []
    model = ""
    if found.stories:
        settings = Settings(root, model_to_run(root, request.model), os.environ)
        model = settings.model.name.removesuffix(".tar.gz")
        with in_words():
            rounds = asyncio.run(_played(settings, found.stories, request.repeat, catalogue, told))
        outcomes = _worst(rounds)
    git = Git(root)
    run = Run(
        id=at.strftime("%Y%m%d-%H%M%S-%f"),
        at=at.isoformat(timespec="seconds"),
        model=model,
        commit=git.commit(),
        changed=git.is_changed(),
        ground=ground_of(root),
        asked=request.asked,
        seconds=round(time.monotonic() - began, 1),
        tests=tuple(together(plays) for plays in told.by_test(found.stories)),
        unread=tuple(Unread(one.file, one.line, one.story, one.problem) for one in found.bad),
    )
    return Ended(run, Outcome(outcomes, found.bad))


def ground_of(root: Path) -> str:
    """A digest of what answers depend on beside the model and the test."""
    folders = [root / name for name in _GROUND]
    files = [file for folder in folders for kind in ("*.py", "*.yml") for file in folder.rglob(kind)]
    return digest_of(files, root)[:12]


@contextmanager
def in_words() -> Iterator[None]:
    """Inside, what keeps the runner from running is raised as an error of the workbench."""
    try:
        yield
    except CannotRun as error:
        raise WorkbenchError(f"stories.{error.key}", **error.values) from error


class _Told:
    """Collects tests as they end, and tells of each."""

    def __init__(self, root: Path, catalogue: Catalogue, progress: Progress) -> None:
        self.progress = progress
        self._root = root
        self._catalogue = catalogue
        self._plays: dict[int, list[Played]] = {}

    def done(self, outcome: StoryOutcome) -> None:
        """A test has ended."""
        file = self._root / outcome.story.file
        one = played(outcome, self._catalogue, hashlib.sha256(file.read_bytes()).hexdigest()[:12])
        self._plays.setdefault(id(outcome.story), []).append(one)
        told = {name: value for name, value in asdict(one).items() if name not in ("uses", "digest")}
        self.progress.tell(test=told)
        self.progress.advance(one.story)

    def by_test(self, stories: list[Story]) -> Iterator[list[Played]]:
        """The plays of each test, in the order of `stories`."""
        for story in stories:
            yield self._plays[id(story)]


async def _played(
    settings: Settings, stories: list[Story], repeat: int, catalogue: Catalogue, told: _Told
) -> list[list[StoryOutcome]]:
    """The outcomes of each round."""
    moments = {story.given.now for story in stories}

    def begin(key: str) -> None:
        told.progress.begin(f"stories.{key}")

    begin("stage-knowledge")
    async with open_stage(settings, lambda: seeded(settings.root), moments, begin) as stage:
        told.progress.begin("stories.stage-stories", of=repeat * len(stories))
        return [await play_all(stories, stage, catalogue, told.done) for _ in range(repeat)]


def _worst(rounds: list[list[StoryOutcome]]) -> list[StoryOutcome]:
    """Of each test the first play that failed, or the first."""
    return [next((one for one in plays if not one.passed), plays[0]) for plays in zip(*rounds, strict=True)]
