"""Collects what went wrong, a moment after each answer: reads what is due, tells what is wrong with it, keeps items.

The answer's transaction leaves the message marked as not looked at; this task looks at it in a transaction of its own,
so that no customer waits for it. It reads Rasa's store once for each conversation, and two processes may do it at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import structlog
from sqlalchemy import Connection, Row

from learning.encoder import SentenceEncoder, shared_encoder
from web.console.store.record import Record
from web.errors import InboxUnavailableError
from web.inbox.database import Database
from web.language import DEFAULT, is_language
from web.masking import mask
from web.workbench.review.heard import Heard, heard_in
from web.workbench.review.likeness import REMEMBERED, Likeness
from web.workbench.review.noticing import Answered, Turn, notice
from web.workbench.review.records import Noticed, Vector
from web.workbench.review.store import counts, due, items, suggested

LOOK_SECONDS = 2.0
# Between two handfuls, so that whoever else writes gets a turn.
BREATH_SECONDS = 0.02
MEND_SECONDS = 60.0
# So long after an answer, Rasa's record of the turn is waited for.
PATIENCE_SECONDS = 30.0
# Besides the customer's own messages, Rasa heard some of this program's (`/take_over`, tries after a failure).
_SPARE = 6
_EVERYTHING = 100_000
_NO_VECTOR: Vector = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True)
class _Conversation:
    """A conversation of which some messages are due, with what is known of it."""

    id: str
    due: list[int]
    rows: Sequence[Row[Any]]
    refused: Mapping[int, Row[Any]]


@dataclass
class Collector:
    """Looks at all that is due, until cancelled."""

    database: Database
    record: Record
    clock: Callable[[], float]
    encoder: Callable[[], SentenceEncoder] = shared_encoder
    patience: float = PATIENCE_SECONDS
    likeness: Likeness = field(default_factory=Likeness)
    mended_at: float = 0.0

    async def run(self) -> None:
        """Collect, and mend the counts where items were erased."""
        log = structlog.get_logger("web.review")
        while True:
            pause = LOOK_SECONDS
            try:
                if await self.collect():
                    pause = BREATH_SECONDS
                elif self.clock() - self.mended_at >= MEND_SECONDS:
                    await self.mend()
            except InboxUnavailableError as error:
                log.warning("inbox unavailable", error=str(error))
            await asyncio.sleep(pause)

    async def collect(self) -> int:
        """Look at the next handful of messages; how many were looked at."""
        found = await self.database.read(_next)
        if not found:
            return 0
        heard = await asyncio.to_thread(self._hear, found)
        ready = [one for one in found if one.id in heard]
        noticed = [item for one in ready for item in _noticed(one, heard[one.id])]
        items_found = await asyncio.to_thread(self._encoded, noticed)
        done = [(one.id, number) for one in ready for number in one.due]
        try:
            await self.database.write(lambda connection: self._keep(connection, done, items_found))
        except BaseException:
            self.likeness.forget()
            raise
        return len(done)

    async def mend(self) -> None:
        """Count anew where items went with their conversations."""
        self.mended_at = self.clock()

        def recount(connection: Connection) -> None:
            counts.alone(connection)
            counts.recount(connection)

        if await self.database.read(counts.is_off):
            await self.database.write(recount)

    def _hear(self, found: Sequence[_Conversation]) -> dict[str, dict[int, Heard]]:
        """What Rasa understood, by conversation; without those whose record is not written yet."""
        heard: dict[str, dict[int, Heard]] = {}
        for one in found:
            numbers = [row.number for row in one.rows]
            known = self._heard(one.id, numbers)
            if known.keys() >= set(one.due) or self._is_late(one):
                heard[one.id] = known
        return heard

    def _heard(self, conversation_id: str, numbers: Sequence[int]) -> dict[int, Heard]:
        events = self.record.messages_of(conversation_id, len(numbers) + _SPARE)
        known = heard_in(list(reversed(events or [])), numbers)
        if events and len(events) == len(numbers) + _SPARE and len(known) < len(numbers):
            every = self.record.messages_of(conversation_id, _EVERYTHING)
            known = heard_in(list(reversed(every or [])), numbers)
        return known

    def _is_late(self, one: _Conversation) -> bool:
        answered = max(row.closed_at or row.accepted_at for row in one.rows)
        return bool(self.clock() - answered >= self.patience)

    def _encoded(self, noticed: Sequence[Noticed]) -> list[Noticed]:
        """With a vector for those of which Rasa kept none."""
        bare = [item.text for item in noticed if not item.vector.size]
        if not bare:
            return list(noticed)
        vectors = iter(self.encoder().encode(bare))
        return [item if item.vector.size else replace(item, vector=next(vectors)) for item in noticed]

    def _keep(self, connection: Connection, done: Sequence[tuple[str, int]], noticed: Sequence[Noticed]) -> None:
        counts.alone(connection)
        self.likeness.begin(items.leaders(connection, self.likeness.newest, REMEMBERED))
        due.mark(connection, done, self.clock())
        there = due.there(connection, {item.conversation_id for item in noticed})
        for item in noticed:
            if item.conversation_id not in there:
                continue  # erased a moment ago
            nearest = self.likeness.nearest(item.language, item.vector)
            item_id, group_id = items.keep(connection, item, nearest)
            if item_id == group_id and nearest is None and item_id > self.likeness.newest:
                self.likeness.begin([(item_id, item.language, item.vector)])


def _next(connection: Connection) -> list[_Conversation]:
    found = []
    for conversation_id, group in groupby(due.due_messages(connection), key=itemgetter(0)):
        numbers = [number for _, number in group]
        rows = due.messages_up_to(connection, conversation_id, numbers[0], numbers[-1])
        refused = suggested.refused(connection, conversation_id, numbers)
        found.append(_Conversation(conversation_id, numbers, rows, refused))
    return found


def _noticed(one: _Conversation, heard: Mapping[int, Heard]) -> list[Noticed]:
    turns = [_turn(row, heard.get(row.number), one.refused.get(row.number)) for row in one.rows]
    pages = {row.number: row.page_language for row in one.rows}
    wrong = notice(turns, frozenset(one.due))
    return [
        _item(one.id, turn, pages[turn.number], frozenset(wrong[turn.number])) for turn in turns if turn.number in wrong
    ]


def _turn(row: Row[Any], heard: Heard | None, refused: Row[Any] | None) -> Turn:
    vector = heard.vector if heard is not None else None
    typed = row.typed is not None
    return Turn(row.number, row.shown, typed, row.accepted_at, heard, Answered.read(row.data), vector, refused)


def _item(conversation_id: str, turn: Turn, page_language: str, kinds: frozenset[Any]) -> Noticed:
    heard, answered, refused = turn.heard, turn.answered, turn.refused
    said = heard.language if heard else None
    language = said or answered.language or (page_language if is_language(page_language) else DEFAULT)
    return Noticed(
        conversation_id=conversation_id,
        message=turn.number,
        at=turn.at,
        text=mask(turn.text),
        language=language,
        kinds=kinds,
        vector=turn.vector if turn.vector is not None else _NO_VECTOR,
        intent=heard.intent if heard else None,
        confidence=heard.confidence if heard else None,
        level=heard.level if heard else None,
        policy_id=refused.policy_id if refused is not None else answered.policy_id,
        right_policy_id=refused.right_policy_id if refused is not None else None,
        reason=refused.reason if refused is not None else None,
    )
