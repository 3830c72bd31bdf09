"""Arrivals and answers for tests of the inbox."""

from __future__ import annotations

from sqlalchemy import Engine

from web.inbox.database import transaction
from web.inbox.records import Answer, Arrival, Conversation
from web.inbox.store import conversations

NOW = 1_800_000_000.0


def arrival(conversation_id: str, client_id: str, typed: str | None = "ciao", **changes: object) -> Arrival:
    """A typed message that may wait for two minutes."""
    values: dict[str, object] = {
        "conversation_id": conversation_id,
        "client_id": client_id,
        "typed": typed,
        "option": None,
        "hint": None,
        "page_language": "it",
        "at": NOW,
        "answer_by": NOW + 120,
    }
    return Arrival(**(values | changes))  # type: ignore[arg-type]


def reply(text: str = "Ciao!") -> Answer:
    """A small answer."""
    return Answer([{"text": text, "custom": {"language": "it"}}], [], "it", None)


def begin(engine: Engine, *ids: str) -> None:
    """Keep new conversations."""
    with transaction(engine) as connection:
        for conversation_id in ids:
            conversations.begin(connection, Conversation(conversation_id, language="it", started_at=NOW))
