"""Who looks at a conversation now."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from web.console.records import Presence
from web.console.tables import console_presence as table
from web.inbox.store import conversations
from web.inbox.store.holding import Person
from web.inbox.store.inserting import insert_into
from web.inbox.tables import chat_conversation

# Who was not heard of for so long has gone.
GONE_SECONDS = 25.0


def looks(connection: Connection, conversation_id: str, person: Person, now: float) -> None:
    """A representative still looks at a conversation; whether they write stays as it was. Nothing where it is gone."""
    if conversations.find(connection, conversation_id) is None:
        return
    is_theirs = (table.c.conversation_id == conversation_id, table.c.account_id == person.id)
    drafting = connection.execute(select(table.c.drafting).where(*is_theirs)).scalar_one_or_none()
    seen(connection, conversation_id, person, bool(drafting), now)


def seen(connection: Connection, conversation_id: str, person: Person, drafting: bool, now: float) -> None:
    """A representative looks at a conversation, and perhaps writes."""
    key = {"conversation_id": conversation_id, "account_id": person.id}
    changed = {"name": person.name, "drafting": drafting, "seen_at": now}
    added = insert_into(connection, table).values(key | changed)
    connection.execute(added.on_conflict_do_update(index_elements=list(key), set_=changed))


def read(connection: Connection, conversation_id: str, account_id: str) -> None:
    """Nothing is unread any more for the representative who has it; for others it stays as it was."""
    is_theirs = (chat_conversation.c.conversation_id == conversation_id, chat_conversation.c.held_by == account_id)
    connection.execute(update(chat_conversation).where(*is_theirs).values(unread=0))


def left(connection: Connection, conversation_id: str, person: Person) -> None:
    """A representative looks elsewhere."""
    is_theirs = (table.c.conversation_id == conversation_id, table.c.account_id == person.id)
    connection.execute(delete(table).where(*is_theirs))


def others(connection: Connection, conversation_id: str, account_id: str, now: float) -> list[Presence]:
    """The colleagues who look at it now, by name."""
    query = select(table.c.name, table.c.drafting).where(
        table.c.conversation_id == conversation_id,
        table.c.account_id != account_id,
        table.c.seen_at > now - GONE_SECONDS,
    )
    return [Presence(row.name, row.drafting) for row in connection.execute(query.order_by(table.c.name))]
