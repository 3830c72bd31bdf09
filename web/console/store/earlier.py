"""Earlier conversations of the same customer."""

from __future__ import annotations

from sqlalchemy import Connection, select

from web.console.records import Earlier
from web.inbox.tables import chat_conversation as table

MOST = 10


def earlier_of(connection: Connection, conversation_id: str) -> list[Earlier]:
    """Other conversations of the verified customer of this one, newest first; none for a visitor."""
    own = select(table.c.customer_id).where(table.c.conversation_id == conversation_id).scalar_subquery()
    query = select(table).where(table.c.customer_id == own, table.c.conversation_id != conversation_id)
    rows = connection.execute(query.order_by(table.c.started_at.desc()).limit(MOST))
    return [Earlier(row.conversation_id, row.started_at, row.queue, row.policy_id, row.preview or "") for row in rows]
