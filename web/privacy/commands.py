"""`python -m web export | erase | retain`: the command line over a customer's data."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from policy_kb.database import database_url
from policy_kb.progress import Progress
from web.privacy.erase import Erased, Erasure
from web.privacy.errors import NoDatabaseError, PrivacyError
from web.privacy.export import export_of
from web.privacy.rasa_memory import RasaMemory
from web.privacy.retention import old_conversations
from web.privacy.set_aside import forget_set_aside
from web.privacy.stores import DEFAULT_TRACKER_URL, Store, open_stores
from web.privacy.subject import Subject, find_subject
from web.privacy.words import Words
from web.settings import ROOT

_RASA_PORT = 5005
_QUIET_SECONDS = 2.0
_LONGEST_AGE = 36_500


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Without a command: serve the chat. With one: export, erase or remove what is kept of customers."""


@commands.command()
@click.argument("who", metavar="CUSTOMER_OR_CONVERSATION")
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else print it.")
def export(who: str, path: Path | None) -> None:
    """Write down everything that is kept of a customer or of one conversation, as JSON."""
    words = Words.read()
    with _told(words), _stores() as stores:
        subject = find_subject(stores, who)
        document = export_of(stores, subject, datetime.now(UTC), _late(words))
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if path is None:
        click.echo(text, nl=False)
        return
    _write(words, path, text)
    tables = [rows for part in document.values() if isinstance(part, dict) for rows in part.values()]
    click.echo(words.say("exported", rows=sum(map(len, tables)), tables=len(tables), path=str(path)))


@commands.command()
@click.argument("who", metavar="CUSTOMER_OR_CONVERSATION")
def erase(who: str) -> None:
    """Erase a customer's conversations, or one conversation, everywhere, and prove it."""
    words = Words.read()
    with _told(words), _stores() as stores, closing(_rasa()) as rasa:
        subject = find_subject(stores, who)
        _report(words, stores, subject, Erasure(stores, rasa).erase(subject, _late(words)))
    forget_set_aside(_project())


@commands.command()
@click.option("--days", type=click.IntRange(1, _LONGEST_AGE), required=True, help="How long conversations are kept.")
@click.option("--dry-run", is_flag=True, help="Only say how many would be removed.")
def retain(days: int, dry_run: bool) -> None:
    """Erase the conversations in which nothing has happened for so many days; open tickets keep theirs."""
    words = Words.read()
    with _told(words), _stores() as stores, closing(_rasa()) as rasa:
        old = old_conversations(stores, datetime.now(UTC) - timedelta(days=days))
        click.echo(words.say("old", number=len(old.due), days=days))
        if old.with_open_ticket:
            click.echo(words.say("waiting", number=len(old.with_open_ticket)))
        if dry_run:
            click.echo(words.say("would_remove"))
        elif old.due:
            subject = Subject(old.due)
            _report(words, stores, subject, Erasure(stores, rasa).erase(subject, _late(words)))
            forget_set_aside(_project())


def _stores() -> AbstractContextManager[list[Store]]:
    return open_stores(database_url(), os.environ.get("CHIARO_TRACKER_URL") or DEFAULT_TRACKER_URL)


def _project() -> Path:
    return Path(os.environ.get("CHIARO_PROJECT") or ROOT)


def _rasa() -> RasaMemory:
    port = os.environ.get("CHIARO_RASA_PORT") or _RASA_PORT
    return RasaMemory(os.environ.get("CHIARO_RASA_URL") or f"http://127.0.0.1:{port}")


@contextmanager
def _told(words: Words) -> Iterator[None]:
    """Turns what stops a command into one sentence and exit code 1."""
    try:
        yield
    except PrivacyError as error:
        raise click.ClickException(words.explain(error)) from error
    except SQLAlchemyError as error:
        reason = " ".join(str(error.__cause__ or error).split())
        raise click.ClickException(words.explain(NoDatabaseError(name="database", reason=reason))) from error


def _late(words: Words) -> Progress:
    """Says how far the work is, once it has taken two seconds, and at most once a second."""
    said = time.monotonic() + _QUIET_SECONDS - 1

    def say(step: str, done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= 1:
            said = time.monotonic()
            click.echo(words.say("progress", step=words.step(step), done=done, total=total), err=True)

    return say


def _report(words: Words, stores: list[Store], subject: Subject, erased: Erased) -> None:
    for (store, table), rows in sorted(erased.rows.items()):
        click.echo(words.say("removed", store=store, table=table, rows=rows))
    if not erased.rows:
        click.echo(words.say("nothing_removed"))
    if len(stores) == 1:
        click.echo(words.say("no_tracker"))
    if subject.conversations:
        click.echo(words.say("forgotten", number=erased.forgotten) if erased.forgotten else words.say("no_rasa"))
    click.echo(words.say("proved", tables=erased.tables, ids=len(subject.ids)))
    for table, rows in sorted(erased.kept.items()):
        click.echo(words.say("kept", table=table, rows=rows))


def _write(words: Words, path: Path, text: str) -> None:
    """Write the file, for its owner's eyes only."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    try:
        with open(path, "w", encoding="utf-8", opener=opener) as file:
            file.write(text)
    except OSError as error:
        message = words.of_error("not_written", path=str(path), reason=error.strerror or str(error))
        raise click.ClickException(message) from error


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name; ends the process with its exit code."""
    commands.main(arguments, prog_name="python -m web")
    return 0
