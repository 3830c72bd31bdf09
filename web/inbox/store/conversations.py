"""Conversations: begun, found, tied to a customer, erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from web.inbox.records import Conversation
from web.inbox.store.inserting import insert_into
from web.inbox.tables import chat_conversation as table
from web.language import is_language


def begin(connection: Connection, conversation: Conversation) -> None:
    """Keep a new conversation; one that is there already stays as it is."""
    values: dict[str, Any] = {
        "conversation_id": conversation.id,
        "customer_id": conversation.customer_id,
        "customer_name": conversation.customer_name,
        "language": conversation.language,
        "offered": [],
        "told": standing(conversation),
        "last_event": 0,
        "started_at": conversation.started_at,
        "touched_at": conversation.started_at,
        "urgency": -conversation.started_at,
    }
    connection.execute(insert_into(connection, table).values(values).on_conflict_do_nothing())


def find(connection: Connection, conversation_id: str, lock: bool = False) -> Conversation | None:
    """A conversation; with `lock`, nobody else changes it until the transaction ends."""
    query = select(table).where(table.c.conversation_id == conversation_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else read_conversation(row)


def number_event(connection: Connection, conversation_id: str, now: float) -> int:
    """Take the next event number of a conversation, which must exist; others wait for it until the transaction ends."""
    counted = update(table).where(table.c.conversation_id == conversation_id)
    counted = counted.values(last_event=table.c.last_event + 1, touched_at=now)
    return int(connection.execute(counted.returning(table.c.last_event)).scalar_one())


def keep(connection: Connection, conversation_id: str, **values: Any) -> None:
    """Change columns of a conversation."""
    connection.execute(update(table).where(table.c.conversation_id == conversation_id).values(values))


def erase(connection: Connection, conversation_id: str) -> bool:
    """Delete a conversation with its messages and events; whether there was one."""
    return connection.execute(delete(table).where(table.c.conversation_id == conversation_id)).rowcount > 0


def told(connection: Connection, conversation_id: str) -> Any:
    """What readers were told last of how the conversation stands."""
    return connection.execute(select(table.c.told).where(table.c.conversation_id == conversation_id)).scalar_one()


def standing(conversation: Conversation) -> dict[str, Any]:
    """How a conversation stands, as readers are told."""
    told: dict[str, Any] = {
        "handoff": conversation.handoff,
        "language": conversation.language,
        "verified": conversation.verified,
    }
    return told | ({"person": conversation.held_name} if conversation.held_by else {})


def read_conversation(row: Row[Any]) -> Conversation:
    """A conversation from a row that has the table's columns."""
    return Conversation(
        id=row.conversation_id,
        language=row.language if is_language(row.language) else None,
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        offered=tuple(row.offered),
        state=row.state,
        last_event=row.last_event,
        started_at=row.started_at,
        held_by=row.held_by,
        held_name=row.held_name,
        given_back=row.given_back,
        queue=row.queue,
        wanted_at=row.wanted_at,
        unread=row.unread,
    )
