"""What an action says and remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.conversation import Handoff
from policy_kb.answer.message import Message


@dataclass(frozen=True)
class Reply:
    """Messages made by the composer, or the name of one of Rasa's responses; and slots to set.

    `failed` None leaves the count of failed answers as it is, True adds one, False ends the row.
    `handoff` is what this reply makes of it: "offered", "requested", "active" (a person takes over) or "none" (the
    person hands back).
    `awaits` is what it asks of the customer ({"for": …}); without it nothing is awaited any more.
    """

    messages: list[Message] = field(default_factory=list)
    response: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    failed: bool | None = None
    handoff: Handoff | None = None
    awaits: dict[str, Any] | None = None


def about(messages: list[Message], parts: list[str], awaits: dict[str, Any] | None = None) -> Reply:
    """A reply that answers about one policy and makes it the conversation's topic."""
    topic = next(message for message in messages if message.policy_id is not None)
    slots = {
        "policy_id": topic.policy_id,
        "revision": topic.version,
        "candidates": None,
        "last_answer": parts,
    }
    return Reply(messages, slots=slots, failed=False, awaits=awaits)
