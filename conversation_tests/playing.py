"""Plays stories: several at a time, and those that touch everyone alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import httpx

from conversation_tests.catalogue import Catalogue
from conversation_tests.expectation import Before
from conversation_tests.outcome import StoryOutcome, TurnOutcome, fitting_rules
from conversation_tests.rasa import Kept
from conversation_tests.seen import Seen, seen_in
from conversation_tests.settings import AT_ONCE
from conversation_tests.stage import Stage
from conversation_tests.story import Story, Turn
from conversation_tests.verdict import differences

_REPRESENTATIVE = {"takes_over": "take_over", "hands_back": "hand_back"}
_LONGEST_REASON = 300


async def play_all(
    stories: list[Story], stage: Stage, catalogue: Catalogue, done: Callable[[StoryOutcome], None]
) -> list[StoryOutcome]:
    """The outcomes in the order of `stories`; `done` is called after each."""
    places = asyncio.Semaphore(AT_ONCE)

    async def play_one(story: Story) -> StoryOutcome:
        async with places:
            outcome = await play(story, stage, catalogue)
        done(outcome)
        return outcome

    together = [story for story in stories if not story.is_alone]
    outcomes = dict(zip(map(id, together), await asyncio.gather(*map(play_one, together)), strict=True))
    for story in stories:
        if story.is_alone:
            outcomes[id(story)] = await play_one(story)
    return [outcomes[id(story)] for story in stories]


async def play(story: Story, stage: Stage, catalogue: Catalogue) -> StoryOutcome:
    """Play one story in a conversation of its own, every turn of it, whatever the earlier ones came to."""
    outcome = StoryOutcome(story)
    began = time.monotonic()
    sender = f"story-{uuid4().hex}"
    stage.proxy.place(sender, story.given.now)
    try:
        if story.is_alone:  # the one before may have changed the knowledge base
            await stage.refresh(story.given.now)
        async with AsyncExitStack() as until_end:
            conversation = _Conversation(story, stage, sender, until_end)
            for turn in story.turns:
                seen = await conversation.take(turn)
                rules = fitting_rules(catalogue.rules, seen)
                outcome.turns.append(TurnOutcome(turn, seen, differences(turn, seen), rules))
    except httpx.HTTPError as error:
        outcome.trouble = _trouble(error)
    outcome.seconds = time.monotonic() - began
    return outcome


def _trouble(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        answer = error.response
        return (
            f"{answer.status_code}, {answer.request.method} {answer.request.url.path}: {answer.text[:_LONGEST_REASON]}"
        )
    return f"{type(error).__name__} {error}".strip()


class _Conversation:
    """One story's conversation; `until_end` undoes at the story's end what lasts longer than a turn."""

    def __init__(self, story: Story, stage: Stage, sender: str, until_end: AsyncExitStack) -> None:
        self._story = story
        self._stage = stage
        self._sender = sender
        self._until_end = until_end
        self._kept = Kept([], {})

    async def take(self, turn: Turn) -> Seen:
        """Do what is done before the message, say it, and look at what came of it."""
        async with AsyncExitStack() as until_turn:
            for thing in turn.expected.before:
                await self._prepare(thing, until_turn)
            before = self._kept
            messages = await self._stage.rasa.say(self._sender, turn.text, self._story.given.customer)
        self._kept = await self._stage.rasa.kept(self._sender)
        events = self._kept.events[len(before.events) :]
        return seen_in(messages, events, self._kept.slots, before.slots)

    async def _prepare(self, thing: Before, until_turn: AsyncExitStack) -> None:
        if thing.action_server is not None:
            until_turn.enter_context(self._stage.proxy.misbehaving(self._sender, thing.action_server))
        if thing.database is not None:
            until_turn.enter_context(self._stage.knowledge.locked())
        if thing.withdraw is not None:
            await self._until_end.enter_async_context(self._withdrawn(thing.withdraw))
        if thing.representative is not None:
            await self._stage.rasa.trigger(self._sender, _REPRESENTATIVE[thing.representative])
            self._kept = await self._stage.rasa.kept(self._sender)

    @asynccontextmanager
    async def _withdrawn(self, policy_id: str) -> AsyncIterator[None]:
        given = self._story.given
        with self._stage.knowledge.withdrawn(policy_id, given.today):
            await self._stage.refresh(given.now)
            yield
