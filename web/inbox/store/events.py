"""Events: added in the transaction of what they tell, read by whoever follows a conversation."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, exists, insert, select
from sqlalchemy.sql.elements import ColumnElement

from web.inbox.records import Event, EventKind, Progress
from web.inbox.store import conversations
from web.inbox.tables import chat_conversation, chat_event, chat_message

AT_ONCE = 100


def add_event(
    connection: Connection,
    conversation_id: str,
    kind: EventKind,
    now: float,
    data: dict[str, Any],
    answers: int | None = None,
    said_id: str | None = None,
) -> int:
    """Add the next event of a conversation; its number.

    `answers` is the number of the message that it answers, `said_id` the console's id of what a person says.
    """
    number = conversations.number_event(connection, conversation_id, now)
    values = {
        "conversation_id": conversation_id,
        "number": number,
        "kind": kind,
        "at": now,
        "data": data,
        "answers": answers,
        "said_id": said_id,
    }
    connection.execute(insert(chat_event).values(values))
    return number


def events_after(connection: Connection, conversation_id: str, after: int, limit: int | None = AT_ONCE) -> list[Event]:
    """The events with a number above `after`, in order, at most `limit`."""
    columns = (chat_event.c.number, chat_event.c.kind, chat_event.c.at, chat_event.c.data)
    query = select(*columns).where(chat_event.c.conversation_id == conversation_id, chat_event.c.number > after)
    rows = connection.execute(query.order_by(chat_event.c.number).limit(limit))
    return [Event(row.number, row.kind, row.at, row.data) for row in rows]


def progress(connection: Connection, conversation_id: str, after: int, now: float) -> Progress | None:
    """What a reader has not had yet; None where the conversation is gone."""
    table = chat_conversation
    found = select(_typing(now).label("typing"), table.c.state, table.c.held_by, table.c.queue)
    row = connection.execute(found.where(table.c.conversation_id == conversation_id)).one_or_none()
    if row is None:
        return None
    events = events_after(connection, conversation_id, after)
    # While a person has the conversation, the assistant makes no answer.
    with_a_person = row.held_by is not None or (row.state or {}).get("handoff") == "active"
    typing = bool(row.typing) and not with_a_person
    return Progress(events, typing, more=len(events) == AT_ONCE, waits=row.queue == "waiting")


def answer_to(connection: Connection, conversation_id: str, number: int) -> Event | None:
    """The `reply` or `failed` that answers the message with that number."""
    columns = (chat_event.c.number, chat_event.c.kind, chat_event.c.at, chat_event.c.data)
    query = select(*columns).where(chat_event.c.conversation_id == conversation_id, chat_event.c.answers == number)
    row = connection.execute(query).one_or_none()
    return None if row is None else Event(row.number, row.kind, row.at, row.data)


def standing(connection: Connection, ids: Collection[str], now: float) -> dict[str, tuple[int, bool]]:
    """Of each conversation that is there, the newest event's number and whether an answer is being made."""
    columns = (chat_conversation.c.conversation_id, chat_conversation.c.last_event, _typing(now).label("typing"))
    rows = connection.execute(select(*columns).where(chat_conversation.c.conversation_id.in_(ids)))
    return {row.conversation_id: (row.last_event, bool(row.typing)) for row in rows}


def _typing(now: float) -> ColumnElement[bool]:
    return exists().where(
        chat_message.c.conversation_id == chat_conversation.c.conversation_id,
        chat_message.c.outcome == "waiting",
        chat_message.c.lease_until > now,
    )
