"""The conversations that are open, and their bounds."""

from __future__ import annotations

import asyncio

import pytest

from web.conversations import Conversations
from web.errors import RefusalCode, RefusalError


def test_the_conversation_longest_untouched_is_forgotten_first() -> None:
    async def scene() -> frozenset[str]:
        conversations = Conversations(capacity=2, max_waiting=1)
        for name in ("first", "second", "first", "third"):
            async with conversations.turn(name) as conversation:
                conversation.offered = conversation.offered | {name}
        assert len(conversations) == 2
        async with conversations.turn("first") as kept:
            return kept.offered

    assert asyncio.run(scene()) == {"first"}


def test_a_conversation_in_a_turn_is_never_forgotten() -> None:
    async def scene() -> None:
        conversations = Conversations(capacity=1, max_waiting=1)
        async with conversations.turn("busy"):
            with pytest.raises(RefusalError) as refused:
                async with conversations.turn("new"):
                    raise AssertionError("let in")
            assert refused.value.code is RefusalCode.FULL
        async with conversations.turn("new"):
            assert len(conversations) == 1

    asyncio.run(scene())


def test_a_turn_that_fails_lets_the_next_one_in() -> None:
    async def scene() -> int:
        conversations = Conversations(capacity=1, max_waiting=0)
        with pytest.raises(ValueError, match="inside"):
            async with conversations.turn("one"):
                raise ValueError("inside")
        async with conversations.turn("one") as conversation:
            return conversation.turns

    assert asyncio.run(scene()) == 1
