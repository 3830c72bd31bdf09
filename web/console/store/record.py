"""Rasa's tracker store, which is only read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, Select, column, func, select, table
from sqlalchemy.exc import SQLAlchemyError

from policy_kb.database import open_engine
from policy_kb.errors import BadAddress

# Rasa's own table, of which no more is needed than these columns.
_EVENTS = table("events", column("id"), column("sender_id"), column("type_name"), column("action_name"), column("data"))
# What makes a conversation forget its slots; a session that keeps them says them again.
_BEGINNINGS = ("session_started", "restart", "reset_slots")


class Record:
    """Reads what Rasa kept of conversations, at the address `url`; for threads beside the event loop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None

    def events_of(self, conversation_id: str) -> list[dict[str, Any]]:
        """The events of a conversation, oldest first; none where the store does not answer."""
        query = select(_EVENTS.c.data).where(_EVENTS.c.sender_id == conversation_id).order_by(_EVENTS.c.id)
        return self._read(query) or []

    def messages_of(self, conversation_id: str, most: int) -> list[dict[str, Any]] | None:
        """The customer's latest messages as Rasa heard them, the newest first; None where the store does not answer."""
        is_heard = (_EVENTS.c.sender_id == conversation_id, _EVENTS.c.type_name == "user")
        return self._read(select(_EVENTS.c.data).where(*is_heard).order_by(_EVENTS.c.id.desc()).limit(most))

    def slots_of(self, conversation_id: str, names: Sequence[str]) -> dict[str, Any] | None:
        """What these slots hold, without those that were never set; None where the store does not answer."""
        found = self._read(select(_EVENTS.c.data).where(_EVENTS.c.id.in_(_latest(conversation_id, names))))
        return None if found is None else {str(event.get("name")): event.get("value") for event in found}

    def _read(self, query: Select[Any]) -> list[dict[str, Any]] | None:
        try:
            if self._engine is None:
                self._engine = open_engine(self._url)
            with self._engine.connect() as connection:
                found = [json.loads(row.data) for row in connection.execute(query)]
        except (SQLAlchemyError, BadAddress, ValueError):
            return None
        return [event for event in found if isinstance(event, dict)]

    def close(self) -> None:
        """Let go of the connections."""
        if self._engine is not None:
            self._engine.dispose()


def _latest(conversation_id: str, names: Sequence[str]) -> Select[Any]:
    """The ids of the events that set each of these slots last, since the conversation began anew."""
    mine = _EVENTS.c.sender_id == conversation_id
    begun = select(func.max(_EVENTS.c.id)).where(mine, _EVENTS.c.type_name.in_(_BEGINNINGS)).scalar_subquery()
    is_set = (_EVENTS.c.type_name == "slot", _EVENTS.c.action_name.in_(names), _EVENTS.c.id > func.coalesce(begun, 0))
    return select(func.max(_EVENTS.c.id)).where(mine, *is_set).group_by(_EVENTS.c.action_name)
