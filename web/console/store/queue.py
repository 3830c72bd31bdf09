"""The list of conversations: ordered, counted, searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, ScalarSelect, Select, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from web.console.records import QUEUES, Listed, QueueName, QueueRow
from web.inbox.store.queueing import FIRST_TO_LAST, PROMISED_SECONDS
from web.inbox.tables import chat_conversation as table
from web.inbox.tables import chat_message
from web.language import is_language

PAGE = 50
# Beyond this a number says no more: "many".
MOST_COUNTED = 1000
# What a row of the list says; the other columns would be read and made into objects for nothing.
_SHOWN: tuple[Column[Any], ...] = (
    table.c.conversation_id,
    table.c.queue,
    table.c.customer_id,
    table.c.customer_name,
    table.c.language,
    table.c.state,
    table.c.score,
    table.c.policy_id,
    table.c.preview,
    table.c.unread,
    table.c.held_by,
    table.c.held_name,
    table.c.wanted_at,
    table.c.said_at,
    table.c.started_at,
    table.c.last_event,
)


def listed(connection: Connection, queue: QueueName, account_id: str, page: int = 0) -> Listed:
    """A page (from 0) of one queue, the most urgent first."""
    query = select(*_SHOWN).where(_in(queue, account_id)).order_by(*FIRST_TO_LAST)
    return _page(connection, query, account_id, page)


def found(connection: Connection, words: str, policies: Sequence[str], account_id: str, page: int = 0) -> Listed:
    """Conversations, newest first, in which `words` were written, or of a customer so called, or about `policies`."""
    pattern = f"%{_escaped(words)}%"
    said = select(chat_message.c.conversation_id).where(chat_message.c.shown.ilike(pattern, escape="\\"))
    hits: list[ColumnElement[bool]] = [
        table.c.customer_name.ilike(pattern, escape="\\"),
        table.c.conversation_id.in_(said),
    ]
    hits += [table.c.customer_id == words, table.c.policy_id.in_(policies)]
    query = select(*_SHOWN).where(or_(*hits)).order_by(table.c.touched_at.desc(), table.c.conversation_id)
    return _page(connection, query, account_id, page)


def row_of(connection: Connection, conversation_id: str) -> QueueRow | None:
    """One conversation as the list shows it; None where it is not there."""
    row = connection.execute(select(*_SHOWN).where(table.c.conversation_id == conversation_id)).one_or_none()
    return None if row is None else _read(row)


def counts(connection: Connection, account_id: str) -> dict[QueueName, int]:
    """How many conversations are in each queue, at most `MOST_COUNTED`."""
    row = connection.execute(select(*(_count(name, account_id) for name in QUEUES))).one()
    return {name: int(number) for name, number in zip(QUEUES, row, strict=True)}


def newest(connection: Connection) -> float:
    """When anything happened last in any conversation: tells whether the list may have changed."""
    return float(connection.execute(select(func.max(table.c.touched_at))).scalar_one() or 0.0)


def _page(connection: Connection, query: Select[Any], account_id: str, page: int) -> Listed:
    rows = connection.execute(query.limit(PAGE + 1).offset(page * PAGE)).all()
    return Listed([_read(row) for row in rows[:PAGE]], len(rows) > PAGE, counts(connection, account_id))


def _count(queue: QueueName, account_id: str) -> ScalarSelect[int]:
    # Of columns that are in the index: so the rows themselves need not be read.
    few = select(table.c.queue).where(_in(queue, account_id)).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def _in(queue: QueueName, account_id: str) -> ColumnElement[bool]:
    if queue == "mine":
        return (table.c.queue == "held") & (table.c.held_by == account_id)
    if queue == "others":
        # Whoever is held is held by somebody. PostgreSQL takes the two conditions for independent and so would expect
        # few rows, and read the whole table, without `coalesce`, of which it knows nothing.
        return (table.c.queue == "held") & (func.coalesce(table.c.held_by, "") != account_id)
    return table.c.queue == queue


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _read(row: Row[Any]) -> QueueRow:
    mood = (row.state or {}).get("frustration") or {}
    return QueueRow(
        id=row.conversation_id,
        queue=row.queue,
        customer_name=row.customer_name,
        verified=row.customer_id is not None,
        language=row.language if is_language(row.language) else None,
        score=row.score,
        level=str(mood.get("level", "calm")),
        trend=str(mood.get("trend", "steady")),
        policy_id=row.policy_id,
        preview=row.preview or "",
        unread=row.unread,
        held_by=row.held_by,
        held_name=row.held_name,
        wanted_at=row.wanted_at,
        said_at=row.said_at,
        due_at=None if row.wanted_at is None else row.wanted_at + PROMISED_SECONDS,
        started_at=row.started_at,
        last_event=row.last_event,
    )
