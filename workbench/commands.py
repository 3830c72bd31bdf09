"""What commands share: where the project is, how progress is told, how results and errors are written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from workbench.errors import WorkbenchError
from workbench.progress import Events, Progress, drawn
from workbench.wording import LANGUAGES, Language, say_error

GOOD, BAD, UNUSABLE = 0, 1, 2

P = ParamSpec("P")
R = TypeVar("R")

# Given by whoever starts the command as a job: progress as JSON lines instead of a bar.
events_option = click.option("--events", is_flag=True, help="Tell progress as JSON lines on standard output.")
json_option = click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the result as JSON."
)
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of what is said."
)


def project_root() -> Path:
    """The folder whose files are worked on: CHIARO_PROJECT, else the one of this code."""
    return Path(os.environ.get("CHIARO_PROJECT") or Path(__file__).resolve().parents[1])


@contextmanager
def progress_of(events: bool, language: Language) -> Iterator[Progress]:
    """JSON lines where `events` is set, else a bar on the terminal."""
    if events:
        yield Events(sys.stdout)
        return
    with drawn(language) as bar:
        yield bar


def write_json(file: Path | None, content: object) -> None:
    """Write a result where one was asked for."""
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def says_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command say what went wrong in words, and end with code 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except WorkbenchError as error:
            given = kwargs.get("language")
            click.echo(say_error("it" if given == "it" else "en", error), err=True)
            sys.exit(UNUSABLE)

    return run
