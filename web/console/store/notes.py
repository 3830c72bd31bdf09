"""Internal notes."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from web.console.records import Note
from web.console.tables import console_note as table
from web.inbox.store.holding import Person


def add(connection: Connection, conversation_id: str, person: Person, text: str, now: float) -> None:
    """Keep a note."""
    values = {"conversation_id": conversation_id, "at": now, "account_id": person.id, "name": person.name, "text": text}
    connection.execute(insert(table).values(values))


def notes_of(connection: Connection, conversation_id: str) -> list[Note]:
    """The notes of a conversation, oldest first."""
    columns = (table.c.at, table.c.name, table.c.text)
    query = select(*columns).where(table.c.conversation_id == conversation_id).order_by(table.c.note_id)
    return [Note(row.at, row.name, row.text) for row in connection.execute(query)]
