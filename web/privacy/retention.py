"""Conversations that are older than a set age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Table, func, select
from sqlalchemy.sql.schema import Column

from web.privacy.stores import Store
from web.privacy.subject import CONVERSATION_COLUMNS


@dataclass(frozen=True)
class OldConversations:
    """`due` are to be removed; `with_open_ticket` are as old, but a person still has to see to them."""

    due: frozenset[str]
    with_open_ticket: frozenset[str]


def old_conversations(stores: list[Store], before: datetime) -> OldConversations:
    """The conversations of which nothing in any table is of `before` or later."""
    latest: dict[str, float] = {}
    for store in stores:
        for conversation, moment in _moments(store):
            latest[conversation] = max(moment, latest.get(conversation, moment))
    old = {conversation for conversation, moment in latest.items() if moment < before.timestamp()}
    waiting = old & {conversation for store in stores for conversation in _with_open_ticket(store)}
    return OldConversations(frozenset(old - waiting), frozenset(waiting))


def _moments(store: Store) -> Iterator[tuple[str, float]]:
    """Conversations with a time of theirs, in seconds since 1970."""
    with store.engine.connect() as connection:
        for table in store.metadata.sorted_tables:
            for key in (table.c[name] for name in CONVERSATION_COLUMNS if name in table.c):
                for column in _times(table):
                    query = select(key, func.max(column)).where(key.is_not(None), column.is_not(None)).group_by(key)
                    for conversation, moment in connection.execute(query):
                        yield str(conversation), _seconds(moment)


def _times(table: Table) -> list[Column[Any]]:
    """The columns that say when something was: not until when something is to be done."""
    return [column for column in table.columns if _is_time(column)]


def _is_time(column: Column[Any]) -> bool:
    return isinstance(column.type, DateTime) or column.name in ("at", "timestamp") or column.name.endswith("_at")


def _seconds(moment: Any) -> float:
    if not isinstance(moment, datetime):
        return float(moment)
    # Times are kept in UTC; a database without time zones gives them back without one.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _with_open_ticket(store: Store) -> list[str]:
    ticket = store.metadata.tables.get("ticket")
    if ticket is None:
        return []
    with store.engine.connect() as connection:
        query = select(ticket.c.conversation_id).where(ticket.c.state == "open").distinct()
        return list(connection.execute(query).scalars())
