"""What Rasa understands of a text, and what a conversation knows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from web.console.store.record import Record
from web.rasa import Rasa

# What the console reads of a conversation's slots.
SLOTS = ("facts", "policy_id")


@dataclass(frozen=True)
class Heard:
    """Asks Rasa for what only Rasa can tell.

    Rasa would rebuild a whole conversation to tell its slots, and all customers' turns would wait for that: they are
    read from its store, and asked of Rasa only where that does not answer.
    """

    rasa: Rasa
    record: Record

    async def parse(self, text: str) -> dict[str, Any] | None:
        """What Rasa understands of a text; None where it cannot tell."""
        return await self.rasa.parse(text)

    async def slots(self, conversation_id: str) -> dict[str, Any] | None:
        """Facts and policy as of the latest turn that is done; None where nobody can tell."""
        found = await asyncio.to_thread(self.record.slots_of, conversation_id, SLOTS)
        return await self.rasa.slots(conversation_id) if found is None else found
