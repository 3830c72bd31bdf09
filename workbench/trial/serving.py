"""Keeps a stage open for conversations that are tried out, until it is stopped or nobody asks any more."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import uvicorn

from conversation_tests.catalogue import Catalogue
from conversation_tests.errors import CannotRun
from conversation_tests.expectation import DEFAULT_NOW
from conversation_tests.knowledge import seeded
from conversation_tests.settings import PATIENT_SECONDS, Settings, chosen_model
from conversation_tests.stage import Stage, open_stage
from conversation_tests.words import say as say_of_tests
from workbench.errors import WorkbenchError
from workbench.progress import Progress
from workbench.trial.looking import Looking
from workbench.trial.named_by import Pairs
from workbench.trial.searching import Searching
from workbench.trial.server import trial_app
from workbench.trial.talks import Talks

IDLE_SECONDS = 30 * 60.0
_LOOK_SECONDS = 1.0


async def serve(
    root: Path, model: Path | None, environ: Mapping[str, str], progress: Progress, idle: float = IDLE_SECONDS
) -> None:
    """Serve on a socket whose place is told as `{"socket", "model"}` when it can be asked.

    Raises:
        WorkbenchError: a server does not start, or there is no model.
    """
    try:
        settings = Settings(root, chosen_model(root, model, environ), environ, PATIENT_SECONDS)
        async with open_stage(
            settings, lambda: seeded(root), {DEFAULT_NOW}, lambda key: progress.begin(f"trial.{key}")
        ) as stage:
            await _serve_on(stage, settings, progress, idle)
    except CannotRun as error:
        raise WorkbenchError("trial.cannot-run", reason=say_of_tests(error.key, **error.values)) from error


async def _serve_on(stage: Stage, settings: Settings, progress: Progress, idle: float) -> None:
    searching = Searching(stage.knowledge.database)
    heard_at = time.monotonic()

    def heard() -> None:
        nonlocal heard_at
        heard_at = time.monotonic()

    rules = Catalogue.read(settings.root).rules
    looking = Looking(rules, Pairs.read(settings.root / "data" / "stories"), searching)
    with tempfile.TemporaryDirectory(prefix="chiaro-") as folder:  # mode 700, and a name that is short enough
        place = os.path.join(folder, "trial")
        server = uvicorn.Server(uvicorn.Config(trial_app(Talks(stage, looking), heard), uds=place, log_level="warning"))
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        progress.tell(socket=place, model=settings.model.name)
        while not serving.done() and time.monotonic() - heard_at < idle:
            await asyncio.wait([serving], timeout=_LOOK_SECONDS)
        server.should_exit = True
        await serving
    searching.close()
