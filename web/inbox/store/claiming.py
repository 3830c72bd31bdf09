"""Taking a message into work: a lease that ends by itself where its owner dies."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from web.inbox.records import Claim
from web.inbox.store import conversations
from web.inbox.tables import chat_conversation
from web.inbox.tables import chat_message as table
from web.language import DEFAULT, is_language


def claim(connection: Connection, owner: str, now: float, until: float, due_only: bool = False) -> Claim | None:
    """Take the next message into work for `owner` until `until`; None where there is none.

    Next is the oldest unanswered message of a conversation that has none in work, those first that were taken the
    fewest times: a message on which processes break never keeps the others waiting. `due_only`: of those alone that may
    wait no longer, or that wait for nothing.
    """
    row = connection.execute(_next(now, due_only)).one_or_none()
    if row is None:
        return None
    values = {"lease_owner": owner, "lease_until": until, "claims": row.claims + 1}
    connection.execute(update(table).where(_key(row.conversation_id, row.number)).values(values))
    conversation = conversations.find(connection, row.conversation_id)
    assert conversation is not None, "the message's foreign key names it"
    return Claim(
        conversation=conversation,
        number=row.number,
        client_id=row.client_id,
        typed=row.typed,
        option=row.option,
        shown=row.shown,
        hint=row.hint if is_language(row.hint) else None,
        page_language=row.page_language if is_language(row.page_language) else DEFAULT,
        answer_by=row.answer_by,
        owner=owner,
    )


def renew(connection: Connection, owner: str, keys: Collection[tuple[str, int]], until: float) -> set[tuple[str, int]]:
    """Prolong `owner`'s leases on messages; the keys of those that it still holds."""
    held = update(table).where(tuple_(table.c.conversation_id, table.c.number).in_(sorted(keys)), _is_held_by(owner))
    rows = connection.execute(held.values(lease_until=until).returning(table.c.conversation_id, table.c.number))
    return {(row.conversation_id, row.number) for row in rows}


def release(connection: Connection, held: Claim) -> bool:
    """Give a message back unanswered; whether it was still held."""
    query = update(table).where(_key(*held.key), _is_held_by(held.owner)).values(lease_owner=None, lease_until=None)
    return connection.execute(query).rowcount > 0


def close(connection: Connection, held: Claim, outcome: str, now: float) -> bool:
    """Mark a message `answered` or `failed`, only if its lease is still held; whether it was."""
    values = {"outcome": outcome, "closed_at": now, "lease_owner": None, "lease_until": None}
    return connection.execute(update(table).where(_key(*held.key), _is_held_by(held.owner)).values(values)).rowcount > 0


def waiting(connection: Connection) -> int:
    """How many messages have no answer yet."""
    return int(connection.execute(select(func.count()).where(table.c.outcome == "waiting")).scalar_one())


def _next(now: float, due_only: bool) -> Select[Any]:
    earlier = table.alias("earlier")
    first = ~exists().where(
        earlier.c.conversation_id == table.c.conversation_id,
        earlier.c.outcome == "waiting",
        earlier.c.number < table.c.number,
    )
    free = or_(table.c.lease_until.is_(None), table.c.lease_until <= now)
    query = select(table).where(table.c.outcome == "waiting", free, first)
    if due_only:
        # A conversation that a person has needs no answer, so nothing in it waits.
        held = exists().where(
            chat_conversation.c.conversation_id == table.c.conversation_id, chat_conversation.c.held_by.is_not(None)
        )
        query = query.where(or_(table.c.answer_by <= now, held))
    # SQLite leaves the lock out: there, the transaction that writes has the database to itself.
    return query.order_by(table.c.claims, table.c.accepted_at).limit(1).with_for_update(skip_locked=True, of=table)


def _key(conversation_id: str, number: int) -> ColumnElement[bool]:
    return and_(table.c.conversation_id == conversation_id, table.c.number == number)


def _is_held_by(owner: str) -> ColumnElement[bool]:
    return and_(table.c.outcome == "waiting", table.c.lease_owner == owner)
