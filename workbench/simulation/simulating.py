"""Puts a simulation together: the tests, a stage of its own, and the customers who are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conversation_tests.catalogue import Catalogue
from conversation_tests.errors import CannotRun
from conversation_tests.knowledge import seeded
from conversation_tests.reading import read_paths
from conversation_tests.settings import PATIENT_SECONDS, Settings, chosen_model
from conversation_tests.stage import open_stage
from conversation_tests.story import Story
from conversation_tests.words import say as say_of_tests
from learning.encoder import UniversalSentenceEncoder
from workbench.errors import NotThere, WorkbenchError
from workbench.progress import Progress
from workbench.project.project import Project
from workbench.simulation.manners import Manner, around, calmly, slipping
from workbench.simulation.other_language import OtherLanguage
from workbench.simulation.walked import Simulation
from workbench.simulation.walking import Walking, can_be_walked

TESTS = "tests/conversations"


@dataclass(frozen=True)
class Asked:
    """Which customers walk which tests (none: all), how often the fingers slip (a share of words), and the seed."""

    customers: tuple[str, ...]
    paths: tuple[str, ...] = ()
    rate: float = 0.15
    seed: int = 1
    model: Path | None = None


def simulate(root: Path, asked: Asked, environ: Mapping[str, str], progress: Progress) -> Simulation:
    """Let the customers walk.

    Raises:
        WorkbenchError: a path is not one of tests, no test can be walked, there is no model, a server does not start.
    """
    project = Project(root)
    paths = [project.path(path, TESTS) for path in asked.paths] or [root / TESTS]
    try:
        stories = [story for story in read_paths(paths, Catalogue.read(root)).stories if can_be_walked(story)]
        if not stories:
            raise NotThere("simulation.no-tests", paths=", ".join(asked.paths) or TESTS)
        settings = Settings(root, chosen_model(root, asked.model, environ), environ, PATIENT_SECONDS)
        return asyncio.run(_walked(settings, stories, asked, progress))
    except CannotRun as error:
        raise WorkbenchError("simulation.cannot-run", reason=say_of_tests(error.key, **error.values)) from error


async def _walked(settings: Settings, stories: Sequence[Story], asked: Asked, progress: Progress) -> Simulation:
    ways = _ways(settings.root, asked)
    moments = {story.given.now for story in stories}

    def tell(key: str) -> None:
        progress.begin(f"simulation.{key}")

    async with open_stage(settings, lambda: seeded(settings.root), moments, tell) as stage:
        progress.begin("simulation.walking", of=len(stories))
        walks = await Walking(stage, ways, asked.seed, progress.advance).all(stories)
    return Simulation(tuple(walks), asked.seed, asked.rate, settings.model.name)


def _ways(root: Path, asked: Asked) -> dict[str, Manner]:
    every: dict[str, Manner] = {
        "calm": calmly,
        "typos": slipping(asked.rate),
        "confused": around("confused"),
        "angry": around("angry"),
        "switching": OtherLanguage(Project(root), UniversalSentenceEncoder()).say,
    }
    return {name: every[name] for name in asked.customers}
