"""The conversations that this process has open, and the order of turns in each."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from web.errors import RefusalCode, RefusalError
from web.language import Language
from web.messages import Message, custom_of, language_of, payloads_of


@dataclass
class Conversation:
    """What has to be known of a conversation between two turns."""

    id: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    turns: int = 0  # going on or waiting
    offered: frozenset[str] = frozenset()
    language: Language | None = None
    state: dict[str, Any] | None = None

    def remember(self, messages: list[Message]) -> None:
        """Keep of a reply which options it offered, its language, and how the conversation stands."""
        self.offered = frozenset(payload for message in messages for payload in payloads_of(message))
        for message in messages:
            self.language = language_of(message) or self.language
            state = custom_of(message).get("conversation")
            self.state = state if isinstance(state, dict) else self.state


class Conversations:
    """At most `capacity` conversations; the one longest untouched is forgotten first, never one in a turn."""

    def __init__(self, capacity: int, max_waiting: int) -> None:
        self._capacity = capacity
        self._max_turns = max_waiting + 1
        self._open: OrderedDict[str, Conversation] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    @asynccontextmanager
    async def turn(self, conversation_id: str) -> AsyncIterator[Conversation]:
        """Hold the conversation for one turn; others of the same conversation wait, first come first served.

        Raises:
            RefusalError: too many turns of this conversation wait already, or no place is free for a new one.
        """
        conversation = self._find(conversation_id)
        if conversation.turns >= self._max_turns:
            raise RefusalError(RefusalCode.TOO_MANY_WAITING)
        conversation.turns += 1
        try:
            async with conversation.lock:
                yield conversation
        finally:
            conversation.turns -= 1

    def _find(self, conversation_id: str) -> Conversation:
        if conversation_id not in self._open:
            self._make_room()
            self._open[conversation_id] = Conversation(conversation_id)
        self._open.move_to_end(conversation_id)
        return self._open[conversation_id]

    def _make_room(self) -> None:
        if len(self._open) < self._capacity:
            return
        idle = next((key for key, conversation in self._open.items() if conversation.turns == 0), None)
        if idle is None:
            raise RefusalError(RefusalCode.FULL)
        del self._open[idle]
