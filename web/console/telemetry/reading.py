"""Reads the numbers from the database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from policy_kb.suggestions.request import LEVELS
from web.accounts.audit import Actor, AuditTrail
from web.accounts.records import Staff
from web.console.store import telemetry as store
from web.console.telemetry.asked import Asked
from web.console.telemetry.records import (
    DIMENSIONS,
    Changed,
    Dimension,
    Group,
    Learnt,
    Numbers,
    Tally,
    WeekTally,
)
from web.inbox.database import Database

# How many suggestions are read at once for a file of all of them.
PIECE = 2000


@dataclass(frozen=True)
class Reading:
    """Each question is a transaction of its own, so that none holds up the inbox. All raise InboxUnavailableError."""

    database: Database
    trail: AuditTrail

    async def numbers(self, asked: Asked) -> Numbers:
        """Everything that the page shows."""
        asked = asked.counted()
        read = self.database.read
        counted = await read(partial(store.groups, asked=asked))
        changed = await read(partial(store.changed, asked=asked))
        return Numbers(
            total=_sum(tally for _, tally in counted),
            groups={name: _grouped(name, place, counted) for place, name in enumerate(DIMENSIONS)},
            weeks=list(map(WeekTally, asked.period.weeks(), await read(partial(store.weeks, asked=asked)))),
            changed=_joined(changed),
            changed_by_policy=changed,
            reasons=await read(partial(store.reasons, asked=asked)),
            corrections=await read(partial(store.corrections, asked=asked)),
            answering=await read(partial(store.answering, asked=asked)),
        )

    async def listed(self, asked: Asked, before: int | None, most: int) -> Sequence[Row[Any]]:
        """At most `most` suggestions, the newest first; older than the one with the id `before`."""
        return await self.database.read(partial(store.listed, asked=asked, before=before, most=most))

    async def pieces(self, asked: Asked) -> AsyncIterator[Sequence[Row[Any]]]:
        """All suggestions, the newest first, some at a time."""
        before = None
        while rows := await self.listed(asked, before, PIECE):
            yield rows
            before = rows[-1].suggestion_id
            if len(rows) < PIECE:
                return

    async def learnt(self) -> list[Learnt]:
        """The counters that the order of suggestions goes by, by policy."""
        return await self.database.read(store.learnt)

    async def reset(self, staff: Staff, policy_id: str | None) -> int:
        """Forget what was learnt of a policy, or of all, and write down who did that; how many counters there were."""

        def act(connection: Connection) -> int:
            number = store.reset(connection, policy_id)
            details = {"counters": number}
            self.trail.note(connection, Actor.of(staff), "suggestions_reset", policy_id or "", details)
            return number

        return await self.database.write(act)


def _grouped(name: Dimension, place: int, counted: list[tuple[tuple[str, str, str, str], Tally]]) -> list[Group]:
    tallies: dict[str, Tally] = {}
    for key, tally in counted:
        tallies[key[place]] = tallies.get(key[place], Tally()) + tally
    found = [Group(key, tally) for key, tally in tallies.items()]
    if name == "level":
        return sorted(found, key=lambda group: [level == group.key for level in LEVELS], reverse=True)
    return sorted(found, key=lambda group: (-group.tally.shown, group.key))


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _joined(changed: dict[str, Changed]) -> Changed:
    number = sum(one.number for one in changed.values())
    return Changed(number, sum(one.mean * one.number for one in changed.values()) / number) if number else Changed()
