"""`chiaro review export | publish`: what went wrong as a file, and approved questions into the knowledge base."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from policy_kb.database import database_url
from policy_kb.errors import KnowledgeBaseError
from web.inbox.database import migrate, open_inbox, transaction
from web.workbench.review import exporting
from web.workbench.review.publishing import Publishing
from web.workbench.review.records import KINDS, STATES, Item, Kind, State
from web.workbench.review.store import items
from workbench.commands import (
    events_option,
    json_option,
    language_option,
    progress_of,
    project_root,
    says_errors,
    write_json,
)
from workbench.errors import NotThere, WorkbenchError
from workbench.wording import Language, say

SAMPLE = "policy_kb/content/aurora_casa"
_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def review() -> None:
    """What went wrong in conversations, and what trainers decided about it."""


@review.command()
@click.option("--since", type=_DAY, help="Only what customers wrote from this day on (UTC).")
@click.option("--state", type=click.Choice(STATES), help="Only what stands so.")
@click.option("--kind", type=click.Choice(KINDS), help="Only where this went wrong.")
@click.option(
    "--out",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write: .csv for a spreadsheet, else JSON lines.",
)
@language_option
@says_errors
def export(since: datetime | None, state: State | None, kind: Kind | None, path: Path, language: Language) -> None:
    """Write what went wrong into a file, masked, for its owner's eyes only.

    The database is that of CHIARO_DATABASE_URL. Exit code 0: written, 2: it cannot be.
    """
    moment = None if since is None else since.replace(tzinfo=UTC).timestamp()
    number = 0
    try:
        with _private(path) as file:
            is_csv = path.suffix.casefold() == ".csv"
            file.write(exporting.csv_heading() if is_csv else "")
            for page in _pages(moment, state, kind):
                file.write(exporting.as_csv(page) if is_csv else exporting.as_json_lines(page))
                number += len(page)
    except OSError as error:
        raise WorkbenchError("review.not-written", file=path.name, reason=error.strerror or "") from error
    click.echo(say(language, "review.exported", number=number, file=path.name))


@review.command()
@click.argument("folder", default=SAMPLE)
@events_option
@json_option
@language_option
@says_errors
def publish(folder: str, events: bool, json_file: Path | None, language: Language) -> None:
    """Publish the policies of FOLDER, a company's folder in the project, with the questions that owners approved.

    Exit code 0: published, 2: refused, with what is wrong in which file.
    """
    place = project_root() / folder
    if not (place / "company.yml").is_file():
        raise NotThere("review.no-company", folder=folder)
    with progress_of(events, language) as progress, _reached():
        done = Publishing(database_url(), place, progress).run()
    write_json(json_file, {"drafts": done})
    if not events:
        click.echo(say(language, "review.published", number=len(done)))


def _pages(since: float | None, state: State | None, kind: Kind | None) -> Iterator[list[Item]]:
    with _reached():
        engine = open_inbox(database_url())
        migrate(engine)
        try:
            yield from exporting.pages(lambda after: _page(engine, after, since, state, kind))
        finally:
            engine.dispose()


def _page(engine: Engine, after: int, since: float | None, state: State | None, kind: Kind | None) -> list[Item]:
    with transaction(engine, writing=False) as connection:
        return items.exported(connection, after, exporting.AT_ONCE, since, state, kind)


@contextmanager
def _private(path: Path) -> Iterator[TextIO]:
    """A file that only its owner can read; the ends of lines are written as they are."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    with open(path, "w", encoding="utf-8", newline="", opener=opener) as file:
        yield file


@contextmanager
def _reached() -> Iterator[None]:
    """Turns what the database says into words."""
    try:
        yield
    except (SQLAlchemyError, KnowledgeBaseError) as error:
        reason = " ".join(str(error.__cause__ or error).split())
        raise WorkbenchError("review.no-database", reason=reason) from error
