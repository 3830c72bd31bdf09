"""Chatwoot's conversations: found or begun, and how far each has been told. For transactions of the inbox.

Whoever changes one has locked its conversation before.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from web.chatwoot.records import Status, Thread
from web.chatwoot.tables import chatwoot_conversation as table
from web.inbox.records import Conversation
from web.inbox.store import conversations
from web.inbox.store.inserting import insert_into
from web.inbox.tables import chat_conversation


def of_thread(connection: Connection, thread: Thread) -> Row[Any] | None:
    """The one of a conversation of Chatwoot; where the account is not said, only if no other account has the number."""
    query = select(table).where(table.c.number == thread.number)
    if thread.account is not None:
        query = query.where(table.c.account == thread.account)
    rows = connection.execute(query.limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def of_conversation(connection: Connection, conversation_id: str) -> Row[Any] | None:
    """The one of a conversation of ours."""
    return connection.execute(select(table).where(table.c.conversation_id == conversation_id)).one_or_none()


def begin(
    connection: Connection, account: int, number: int, status: Status, conversation: Conversation
) -> Row[Any] | None:
    """Tie a new conversation of ours to one of Chatwoot; where another process was first, its own is the one."""
    conversations.begin(connection, conversation)
    first: dict[str, Any] = {"conversation_id": conversation.id, "account": account, "number": number}
    values = first | {"status": status, "stamp": 0.0, "event": 0, "part": 0, "tries": 0}
    added = insert_into(connection, table).values(values).on_conflict_do_nothing().returning(table.c.conversation_id)
    if connection.execute(added).one_or_none() is None:
        conversations.erase(connection, conversation.id)
    return of_thread(connection, Thread(account, number))


def keep(connection: Connection, conversation_id: str, **values: Any) -> None:
    """Change columns."""
    connection.execute(update(table).where(table.c.conversation_id == conversation_id).values(values))


def due(connection: Connection, since: float, now: float, most: int) -> list[str]:
    """The conversations in which there may be something to do: it is time, or something happened after `since`."""
    news = and_(
        table.c.due_at.is_(None),
        chat_conversation.c.touched_at >= since,
        chat_conversation.c.last_event > table.c.event,
        table.c.status != "gone",
    )
    join = chat_conversation.c.conversation_id == table.c.conversation_id
    query = select(table.c.conversation_id).join(chat_conversation, join)
    query = query.where(or_(table.c.due_at <= now, news)).order_by(table.c.due_at, table.c.conversation_id)
    return list(connection.execute(query.limit(most)).scalars())
