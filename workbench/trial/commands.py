"""`chiaro trial serve`: conversations that are tried out and looked into; the workbench's page starts it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from workbench.commands import events_option, json_option, language_option, progress_of, project_root, says_errors
from workbench.stopping import stoppable
from workbench.trial.serving import serve
from workbench.wording import Language


@click.group()
def trial() -> None:
    """Talk with a model and look inside."""


@trial.command("serve")
@click.option("--model", type=click.Path(path_type=Path, dir_okay=False), help="The model; by default the newest.")
@events_option
@json_option
@language_option
@says_errors
def serve_trial(model: Path | None, events: bool, json_file: Path | None, language: Language) -> None:  # noqa: ARG001
    """Serve tried conversations on a socket of this user until stopped, or for half an hour after the last one.

    The socket's place is told as an event. Nothing of it reaches the running servers or their databases.
    """
    with stoppable(), progress_of(events, language) as progress:
        asyncio.run(serve(project_root(), model, os.environ, progress))
