"""Runs the commands and looks at what they have left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import Engine, inspect

from policy_kb.progress import silent
from tests.unit.web.privacy.leaving import Leaving
from web.privacy.commands import commands
from web.privacy.stores import COMPANYS_TABLES, Store
from web.privacy.traces import finder, search_everywhere

EVERY_TABLE = [
    "chat_conversation",
    "chat_event",
    "chat_message",
    "customer_feedback",
    "events",
    "later_call",
    "later_recording",
    "survey_answer",
    "ticket",
    "unanswered_question",
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


def searched(leaving: Leaving, *ids: str) -> list[str]:
    """The tables in which the program's own search finds one of `ids`."""
    stores = [Store.read("tracker store", leaving.tracker), Store.read("database", leaving.database)]
    return sorted({trace.table for trace in search_everywhere(stores, frozenset(ids), silent).traces})


def found(leaving: Leaving, *ids: str) -> list[str]:
    """The tables in which one of `ids` stands, read without that search: every cell of every row."""
    finds = finder(frozenset(ids))
    cells = [cell for engine in (leaving.tracker, leaving.database) for cell in _cells(engine)]
    return sorted({table for table, text in cells if finds(text)})


def _cells(engine: Engine) -> Iterator[tuple[str, str]]:
    with engine.connect() as connection:
        for table in set(inspect(connection).get_table_names()) - COMPANYS_TABLES:
            for row in connection.exec_driver_sql(f'select * from "{table}"'):
                yield from ((table, _text(value)) for value in row)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return json.dumps(value) if isinstance(value, dict | list) else str(value)
