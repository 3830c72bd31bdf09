"""Options and arguments that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

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


def open_knowledge_base() -> Any:
    """The engine of the present database. Raises NotReady where it was not made yet."""
    engine = open_engine(database_url())
    require_current(engine)
    return engine
