"""What representatives said of the suggestions for a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from web.console.tables import console_suggestion as table


def refused(connection: Connection, conversation_id: str, messages: Sequence[int]) -> dict[int, Any]:
    """By message, the suggestion that was dismissed last; one that was of the wrong policy goes before."""
    is_meant = (table.c.conversation_id == conversation_id, table.c.message.in_(messages))
    columns = (table.c.message, table.c.outcome, table.c.policy_id, table.c.right_policy_id, table.c.reason)
    query = select(*columns).where(*is_meant, table.c.outcome.in_(("dismissed", "wrong_policy")))
    rows = connection.execute(query.order_by(table.c.outcome, table.c.acted_at)).all()
    return {row.message: row for row in rows}
