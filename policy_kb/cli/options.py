"""Options and arguments that several commands share."""

from __future__ import annotations

from datetime import date, datetime

import click
from sqlalchemy import Engine

from policy_kb.bilingual import LANGUAGES
from policy_kb.database import database_url, open_engine, require_current

language_option = click.option(
    "--language", "-l", type=click.Choice(LANGUAGES), default="it", show_default=True, help="Language of the texts."
)
day_option = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, value: _day(value),
    help="The day asked about; without it, today.",
)


def _day(value: datetime | None) -> date:
    return value.date() if value else date.today()


def open_database() -> Engine:
    """An engine of the present database, closed when the command ends."""
    engine = open_engine(database_url())
    click.get_current_context().call_on_close(engine.dispose)
    return engine


def open_knowledge_base() -> Engine:
    """The same where it holds a knowledge base. Raises NotReady where it was not made yet."""
    engine = open_database()
    require_current(engine)
    return engine
