"""Which messages are to be looked at: those that were answered, once, and again where something new is known of them.

The mark is in the message's own row, so that it is kept in the transaction of the answer itself: nothing is missed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select, tuple_, update

from web.inbox.tables import chat_conversation, chat_event
from web.inbox.tables import chat_message as table

CONVERSATIONS_AT_ONCE = 40
MESSAGES_AT_ONCE = 400
# So many messages before it tell whether a message repeats one, or whom nobody answered.
EARLIER = 4

_IS_DUE = (table.c.outcome == "answered", table.c.reviewed_at.is_(None))


def due_messages(connection: Connection) -> list[tuple[str, int]]:
    """The next to be looked at, by conversation: those with the oldest first."""
    oldest = select(table.c.conversation_id).where(*_IS_DUE).order_by(table.c.closed_at).limit(CONVERSATIONS_AT_ONCE)
    within = table.c.conversation_id.in_(select(oldest.subquery().c.conversation_id).distinct())
    query = select(table.c.conversation_id, table.c.number).where(*_IS_DUE, within)
    rows = connection.execute(query.order_by(table.c.conversation_id, table.c.number).limit(MESSAGES_AT_ONCE))
    return [(row.conversation_id, row.number) for row in rows]


def messages_up_to(connection: Connection, conversation_id: str, first: int, last: int) -> Sequence[Any]:
    """The messages from number `first` to `last` and some before them, in order, each with the data of its answer."""
    before = select(table.c.number).where(table.c.conversation_id == conversation_id, table.c.number < first)
    earlier = before.order_by(table.c.number.desc()).limit(EARLIER).subquery()
    answer = (chat_event.c.conversation_id == table.c.conversation_id, chat_event.c.answers == table.c.number)
    columns = (table.c.number, table.c.typed, table.c.shown, table.c.accepted_at, table.c.closed_at)
    query = select(*columns, table.c.page_language, chat_event.c.data).outerjoin(chat_event, answer[0] & answer[1])
    is_meant = table.c.number.between(first, last) | table.c.number.in_(select(earlier.c.number))
    query = query.where(table.c.conversation_id == conversation_id, is_meant, table.c.outcome != "waiting")
    return connection.execute(query.order_by(table.c.number)).all()


def mark(connection: Connection, messages: Sequence[tuple[str, int]], now: float) -> set[tuple[str, int]]:
    """Mark messages as looked at; those that nobody else has marked meanwhile."""
    if not messages:
        return set()
    named = tuple_(table.c.conversation_id, table.c.number).in_(messages)
    done = update(table).where(named, *_IS_DUE).values(reviewed_at=now)
    rows = connection.execute(done.returning(table.c.conversation_id, table.c.number))
    return {(row.conversation_id, row.number) for row in rows}


def there(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these conversations still are; none of them goes before the transaction ends."""
    query = select(chat_conversation.c.conversation_id).where(chat_conversation.c.conversation_id.in_(ids))
    return set(
        connection.execute(
            query.order_by(chat_conversation.c.conversation_id).with_for_update(read=True, key_share=True)
        ).scalars()
    )


def look_again(connection: Connection, conversation_id: str, message: int) -> None:
    """Have a message looked at once more."""
    is_it = (table.c.conversation_id == conversation_id, table.c.number == message)
    connection.execute(update(table).where(*is_it).values(reviewed_at=None))
