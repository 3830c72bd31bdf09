"""Lets customers walk through tests on a stage: first the calm one, then each of the others."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import httpx

from conversation_tests.rasa import Kept
from conversation_tests.seen import Seen, seen_in
from conversation_tests.settings import AT_ONCE
from conversation_tests.stage import Stage
from conversation_tests.story import Story
from policy_kb.bilingual import as_language
from workbench.simulation.comparing import answered, changes
from workbench.simulation.manners import Manner, Saying
from workbench.simulation.walked import Answered, Step, Walk


@dataclass(frozen=True)
class Walking:
    """Walks on `stage`; `manners` by customer, `done` is called with each walk's test."""

    stage: Stage
    manners: Mapping[str, Manner]
    seed: int
    done: Callable[[str], None]

    async def all(self, stories: Sequence[Story]) -> list[Walk]:
        """The walks of every customer through every test, several at a time."""
        places = asyncio.Semaphore(AT_ONCE)

        async def one(story: Story) -> list[Walk]:
            async with places:
                return await self._through(story)

        walks = await asyncio.gather(*(one(story) for story in stories))
        return [walk for of_story in walks for walk in of_story]

    async def _through(self, story: Story) -> list[Walk]:
        texts = [turn.text for turn in story.turns]
        try:
            calm = await self._walked(story, texts)
            walks = [await self._as(customer, story, calm) for customer in self.manners]
        except httpx.HTTPError as error:
            walks = [Walk("calm", story.name, story.file, story.line, (), type(error).__name__)]
        self.done(story.name)
        return walks

    async def _as(self, customer: str, story: Story, calm: list[Seen]) -> Walk:
        chance = random.Random(f"{self.seed} {customer} {story.file} {story.name}")
        texts = [self.manners[customer](saying, chance) for saying in _sayings(story, calm)]
        walked = await self._walked(story, texts)
        pairs = zip(texts, map(answered, walked), map(answered, calm), strict=True)
        steps = tuple(_step(customer, text, now, before) for text, now, before in pairs)
        return Walk(customer, story.name, story.file, story.line, steps)

    async def _walked(self, story: Story, texts: Sequence[str]) -> list[Seen]:
        sender = f"walk-{uuid4().hex}"
        self.stage.proxy.place(sender, story.given.now)
        kept, seen = Kept([], {}), []
        for text in texts:
            messages = await self.stage.rasa.say(sender, text, story.given.customer)
            before, kept = kept, await self.stage.rasa.kept(sender)
            seen.append(seen_in(messages, kept.events[len(before.events) :], kept.slots, before.slots))
        return seen


def can_be_walked(story: Story) -> bool:
    """Whether nothing is done to the servers in it, and somebody says something."""
    return bool(story.turns) and not any(turn.expected.before for turn in story.turns)


def _sayings(story: Story, calm: Sequence[Seen]) -> list[Saying]:
    found = []
    for turn, seen in zip(story.turns, calm, strict=True):
        language = as_language(seen.slots.get("language"))
        policy = seen.first_with_policy().get("policy_id")
        intent = seen.understood.intent if seen.understood else turn.intent
        found.append(Saying(turn.text.strip(), language, intent, policy))
    return found


def _step(customer: str, text: str, now: Answered, before: Answered) -> Step:
    return Step(text, now, before, changes(customer, text, now, before))
