"""A customer's message is kept before anything else happens with it."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from web.errors import RefusalCode, RefusalError
from web.inbox.records import Arrival, Conversation
from web.inbox.store import conversations, queueing
from web.inbox.store.events import add_event
from web.inbox.tables import chat_message as table


def accept(connection: Connection, arrival: Arrival, max_waiting: int) -> tuple[int, bool]:
    """Keep a message with its `accepted` event; the event's number, and whether it is new.

    The same id with the same content is the same message.

    Raises:
        RefusalError: no such conversation, the id has another content, an option that the latest reply did not offer,
            or one message in work and `max_waiting` more.
    """
    conversation = conversations.find(connection, arrival.conversation_id, lock=True)
    if conversation is None:
        raise RefusalError(RefusalCode.BAD_TOKEN)
    before = _accepted_before(connection, arrival)
    if before is not None:
        return before, False
    shown = _shown(arrival, conversation)
    if _waiting(connection, arrival.conversation_id) > max_waiting:
        raise RefusalError(RefusalCode.TOO_MANY_WAITING)
    number = add_event(connection, conversation.id, "accepted", arrival.at, {"id": arrival.client_id, "text": shown})
    _insert(connection, arrival, number, shown)
    queueing.after_message(connection, conversation, shown, arrival.at)
    return number, True


def _accepted_before(connection: Connection, arrival: Arrival) -> int | None:
    query = select(table.c.number, table.c.typed, table.c.option).where(
        table.c.conversation_id == arrival.conversation_id, table.c.client_id == arrival.client_id
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if (row.typed, row.option) != (arrival.typed, arrival.option):
        raise RefusalError(RefusalCode.MESSAGE_ID_TAKEN)
    return int(row.number)


def _shown(arrival: Arrival, conversation: Conversation) -> str:
    """How the customer's own message reads: what was typed, or the title of the option."""
    if arrival.option is None:
        return arrival.typed or ""
    for option in conversation.offered:
        if option["payload"] == arrival.option:
            return option["title"]
    raise RefusalError(RefusalCode.OPTION_NOT_OFFERED)


def _waiting(connection: Connection, conversation_id: str) -> int:
    query = select(func.count()).where(table.c.conversation_id == conversation_id, table.c.outcome == "waiting")
    return int(connection.execute(query).scalar_one())


def _insert(connection: Connection, arrival: Arrival, number: int, shown: str) -> None:
    values = {
        "conversation_id": arrival.conversation_id,
        "number": number,
        "client_id": arrival.client_id,
        "typed": arrival.typed,
        "option": arrival.option,
        "shown": shown,
        "hint": arrival.hint,
        "page_language": arrival.page_language,
        "outcome": "waiting",
        "accepted_at": arrival.at,
        "answer_by": arrival.answer_by,
        "claims": 0,
    }
    connection.execute(insert(table).values(values))
