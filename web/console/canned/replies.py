"""Keeps replies, changes them, finds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from policy_kb.answer.wording import Register
from web.accounts.records import Staff
from web.console.canned.matching import matching
from web.console.canned.pair import Pair, PairError, PairProblem, PairTexts, checked
from web.console.canned.samples import read_samples
from web.console.store import canned as store
from web.inbox.database import Database
from web.inbox.inbox import Clock


@dataclass(frozen=True)
class KeptReplies:
    """All raise InboxUnavailableError. An empty list is filled with the samples, in `register`."""

    database: Database
    clock: Clock
    register: Register

    async def every(self) -> list[Pair]:
        """All replies, by title."""
        found = await self.database.read(store.every)
        return found or await self._begin()

    async def found(self, words: str) -> list[Pair]:
        """The replies in which `words` stand, the nearest first; all where nothing is asked."""
        return matching(await self.every(), words)

    async def find(self, pair_id: int) -> Pair | None:
        """One of them."""
        return await self.database.read(lambda connection: store.find(connection, pair_id))

    async def add(self, staff: Staff, texts: PairTexts) -> str:
        """Keep a new one; its title. Raises PairError."""
        kept, now = checked(texts), self.clock()
        await self._write(kept, None, lambda connection: store.add(connection, kept, staff.name, now))
        return kept.title

    async def change(self, staff: Staff, pair_id: int, texts: PairTexts) -> str | None:
        """Change one; its title, None where it is not there. Raises PairError."""
        kept, now = checked(texts), self.clock()
        was_there = await self._write(
            kept, pair_id, lambda connection: store.change(connection, pair_id, kept, staff.name, now)
        )
        return kept.title if was_there else None

    async def remove(self, pair_id: int) -> str | None:
        """Take one away; its title, None where it is not there."""
        return await self.database.write(lambda connection: store.remove(connection, pair_id))

    async def _write(self, texts: PairTexts, pair_id: int | None, act: Callable[[Connection], bool | None]) -> bool:
        def work(connection: Connection) -> bool:
            if store.is_taken(connection, texts.title, pair_id):
                raise PairError(PairProblem.TITLE_TAKEN, title=texts.title)
            return act(connection) is not False

        try:
            return await self.database.write(work)
        except IntegrityError as error:  # somebody was a moment faster
            raise PairError(PairProblem.TITLE_TAKEN, title=texts.title) from error

    async def _begin(self) -> list[Pair]:
        samples, now = read_samples(self.register), self.clock()

        def work(connection: Connection) -> list[Pair]:
            if not store.every(connection):
                store.add_samples(connection, samples.texts, samples.by, now)
            return store.every(connection)

        return await self.database.write(work)
