"""`policy_kb load`: publishes content files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.cli.check import print_complaints
from policy_kb.cli.options import open_database
from policy_kb.cli.output import print_table
from policy_kb.database import migrate
from policy_kb.errors import ContentRefused
from policy_kb.files.collection import SAMPLE_COMPANY, Collection, read_collection
from policy_kb.publishing.outcome import Outcome
from policy_kb.store.articles import policy_ids

_STEPS = {"vectors": "reading the example questions", "fitting": "fitting the search"}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--if-empty", is_flag=True, help="Only where nothing was published yet.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Publish as if today were this day.")
def load(paths: tuple[Path, ...], if_empty: bool, today: datetime | None) -> None:
    """Publish content files into the knowledge base, all of them or none.

    PATHS are company folders or policy files; without any, the sample company. What is already published is left as
    it is; a changed text becomes a new revision. The database is made or brought up to date first
    (CHIARO_DATABASE_URL, by default var/chiaro.db). Exit code 0: done, 1: refused with complaints.
    """
    day = today.date() if today else date.today()
    engine = open_database()
    migrate(engine)
    with Session(engine) as db_session:
        published = frozenset(policy_ids(db_session))
    if if_empty and published:
        click.echo(f"{len(published)} policies are published already: nothing was loaded")
        return
    collection = read_collection(list(paths) or [SAMPLE_COMPANY], day, published)
    try:
        outcomes = _publish(engine, collection, day)
    except ContentRefused as refusal:
        print_complaints(refusal.complaints)
        click.echo(f"nothing was loaded: {len(refusal.complaints)} complaint(s)")
        raise SystemExit(1) from refusal
    _print(outcomes)
    _print_reminders(collection)


def _publish(engine: Engine, collection: Collection, day: date) -> list[Outcome]:
    # Here and not above: the other commands need no search, and start faster without it.
    from learning.encoder import UniversalSentenceEncoder
    from policy_kb.publishing.publisher import Publisher

    publisher = Publisher(engine, UniversalSentenceEncoder(), day)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {step: bar.add_task(words, total=None, visible=False) for step, words in _STEPS.items()}

        def progress(step: str, done: int, total: int) -> None:
            bar.update(tasks[step], completed=done, total=total, visible=total > 0)

        return publisher.publish(collection, progress)


def _print_reminders(collection: Collection) -> None:
    if collection.reminders:
        print_complaints(collection.reminders)
        click.echo(f"published all the same, with {len(collection.reminders)} reminder(s) for the owners")


def _print(outcomes: list[Outcome]) -> None:
    changed = [outcome for outcome in outcomes if outcome.change != "unchanged"]
    if changed:
        table = Table("policy", "what happened", "versions published")
        for outcome in changed:
            table.add_row(outcome.policy_id, outcome.change, ", ".join(map(str, outcome.versions)) or "-")
        print_table(table)
    click.echo(f"{len(changed)} of {len(outcomes)} policies changed")
