"""Conversations that are tried out on a stage of their own."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from conversation_tests.rasa import Kept
from conversation_tests.stage import Stage
from policy_kb.answer.facts import CustomerFacts
from workbench.errors import NotThere, WorkbenchError
from workbench.trial.looking import Happened, Looking
from workbench.trial.records import Given, Talk
from workbench.trial.searching import moment_of

MOST_TALKS = 200
MOST_TURNS = 100
LONGEST_TEXT = 2000


@dataclass
class _Line:
    """What is kept of a conversation beside what pages see."""

    talk: Talk
    customer: str | None
    kept: Kept = field(default_factory=lambda: Kept([], {}))


class Talks:
    """Begins conversations, says things in them, and steps back in them.

    All raise WorkbenchError: NotThere for a conversation or a turn that does not exist.
    """

    def __init__(self, stage: Stage, looking: Looking) -> None:
        """Play on `stage`."""
        self._stage = stage
        self._looking = looking
        self._lines: dict[str, _Line] = {}

    async def begin(self, given: Given, came_from: str | None = None) -> Talk:
        """A new conversation."""
        if len(self._lines) >= MOST_TALKS:
            del self._lines[next(iter(self._lines))]
        try:
            moment_of(given.now)
        except ValueError as error:
            raise WorkbenchError("trial.bad-moment", now=given.now) from error
        talk_id = f"talk-{secrets.token_hex(8)}"
        talk = Talk(id=talk_id, given=given, turns=[], came_from=came_from)
        self._lines[talk_id] = _Line(talk, self._customer(talk_id, given))
        self._stage.proxy.place(talk_id, given.now)
        await self._stage.refresh(given.now)
        return talk

    async def say(self, talk_id: str, text: str) -> Talk:
        """Say something, as the customer."""
        line = self._line(talk_id)
        said = text.strip()
        if not said or len(said) > LONGEST_TEXT:
            raise WorkbenchError("trial.bad-text", most=LONGEST_TEXT)
        if len(line.talk.turns) >= MOST_TURNS:
            raise WorkbenchError("trial.too-long", most=MOST_TURNS)
        happened = await self._happened(line, said)
        line.kept = happened.after
        turn = self._looking.into(happened, line.talk.given.now)
        line.talk = line.talk.model_copy(update={"turns": [*line.talk.turns, turn]})
        return line.talk

    async def step_back(self, talk_id: str, turns: int) -> Talk:
        """A new conversation in which the first `turns` turns of this one were said again."""
        talk = self._line(talk_id).talk
        if not 0 <= turns <= len(talk.turns):
            raise NotThere("trial.no-turn", number=turns)
        anew = await self.begin(talk.given, came_from=talk_id)
        for turn in talk.turns[:turns]:
            anew = await self.say(anew.id, turn.text)
        return anew

    def find(self, talk_id: str) -> Talk:
        """A conversation as it stands."""
        return self._line(talk_id).talk

    def events(self, talk_id: str) -> list[dict[str, Any]]:
        """Rasa's events of a conversation."""
        return self._line(talk_id).kept.events

    def _line(self, talk_id: str) -> _Line:
        if talk_id not in self._lines:
            raise NotThere("trial.no-talk")
        return self._lines[talk_id]

    def _customer(self, talk_id: str, given: Given) -> str | None:
        if given.facts is None:
            return given.customer
        facts = CustomerFacts.from_mapping(given.facts, moment_of(given.now).date())
        self._looking.searching.add_customer(talk_id, facts)
        return talk_id

    async def _happened(self, line: _Line, text: str) -> Happened:
        talk_id = line.talk.id
        try:
            with self._stage.proxy.watched(talk_id) as calls:
                began = time.time()
                messages = await self._stage.rasa.say(talk_id, text, line.customer)
                ended = time.time()
            after = await self._stage.rasa.kept(talk_id)
        except httpx.HTTPError as error:
            raise WorkbenchError("trial.no-answer") from error
        return Happened(text, messages, line.kept, after, calls, began, ended)
