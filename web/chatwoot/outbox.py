"""Tells Chatwoot what happens in its conversations, in order, until it is told."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

import structlog

from web.chatwoot import store, telling, writing
from web.chatwoot.line import Line
from web.chatwoot.records import Outcome, Posting, Step
from web.chatwoot.words import ChatwootWords
from web.console.knowledge import Knowledge, KnowledgeUnavailableError
from web.console.summary import summary_of
from web.errors import InboxUnavailableError
from web.inbox.bells import rings
from web.inbox.database import Database
from web.inbox.inbox import Clock, Inbox
from web.language import Language

# A transaction that began before the last look may still have committed after it.
SLACK_SECONDS = 30.0


@dataclass(frozen=True)
class Pace:
    """How long things take, in seconds.

    `look`: between looks for news; `lease`: after which another process goes on with what this one began; `receipt`:
    how long the webhook about a message may take whose arrival is not known; a pause begins with `first` and doubles
    up to `longest`; `at_once`: in how many conversations at the same time.
    """

    look: float = 0.3
    lease: float = 30.0
    receipt: float = 10.0
    first: float = 1.0
    longest: float = 300.0
    at_once: int = 8

    def pause(self, tries: int, outcome: Outcome) -> float:
        """How long to wait after so many tries."""
        pause = min(self.first * 2.0 ** min(tries, 30), self.longest)
        return max(pause, self.receipt) if outcome.kind == "unknown" else pause


@dataclass
class Outbox:
    """Works until cancelled; what it leaves is found again by the next."""

    inbox: Inbox
    database: Database
    line: Line
    knowledge: Knowledge
    words: dict[Language, ChatwootWords]
    clock: Clock
    news: asyncio.Event
    pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        self._owner = secrets.token_hex(8)
        self._working: dict[str, asyncio.Task[None]] = {}
        self._since = 0.0
        self._log = structlog.get_logger("web.chatwoot")

    async def run(self) -> None:
        """Look for what is to be told, again and again."""
        try:
            while True:
                await self._look()
                await rings(self.news, self.pace.look)
        finally:
            for task in self._working.values():
                task.cancel()
            await asyncio.gather(*self._working.values(), return_exceptions=True)

    async def _look(self) -> None:
        now, since, most = self.clock(), self._since, 2 * self.pace.at_once
        try:
            found = await self.database.read(lambda connection: store.due(connection, since, now, most))
        except InboxUnavailableError as error:
            self._log.warning("inbox unavailable", error=str(error))
            return
        free = [conversation_id for conversation_id in found if conversation_id not in self._working]
        room = self.pace.at_once - len(self._working)
        for conversation_id in free[:room]:
            self._start(conversation_id)
        if len(found) < most and len(free) <= room:
            self._since = now - SLACK_SECONDS

    def _start(self, conversation_id: str) -> None:
        task = asyncio.create_task(self._tell(conversation_id))
        self._working[conversation_id] = task
        task.add_done_callback(lambda done: self._done(conversation_id, done))

    def _done(self, conversation_id: str, task: asyncio.Task[None]) -> None:
        del self._working[conversation_id]
        self.news.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease ends by itself, and it is begun again.
            self._log.error("telling chatwoot broken", exc_info=error)

    async def _tell(self, conversation_id: str) -> None:
        """Tell everything that is to be told in a conversation, as far as it goes."""
        try:
            while (step := await self._next(conversation_id)) is not None:
                if not await self._ended(step, await self._do(step)):
                    return
        except InboxUnavailableError as error:
            self._log.warning("inbox unavailable", error=str(error))

    async def _next(self, conversation_id: str) -> Step | None:
        now = self.clock()
        until = now + self.pace.lease
        return await self.database.write(
            lambda connection: telling.next_step(connection, conversation_id, self._owner, now, until)
        )

    async def _do(self, step: Step) -> Outcome:
        if step.kind == "open":
            return await self.line.open(step.thread)
        words = self.words[step.language]
        posting = await self._note(step) if step.kind == "note" else writing.answer(step.said, words)
        return await self.line.post(step.thread, posting, step.key)

    async def _ended(self, step: Step, outcome: Outcome) -> bool:
        now = self.clock()
        return await self.database.write(
            lambda connection: telling.ended(connection, step, outcome, now, self.pace.pause)
        )

    async def _note(self, step: Step) -> Posting:
        events = await self.inbox.all_events(step.conversation_id)
        try:
            titles = await self.knowledge.titles(step.language)
        except KnowledgeUnavailableError:
            titles = {}
        return writing.note(summary_of(events), titles, self.words[step.language], step.is_unread)
