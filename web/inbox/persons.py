"""What a representative does in a conversation: each call is one transaction, and wakes those whom it concerns."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.news import tell
from web.inbox.store import conversations, holding
from web.inbox.store.holding import Person, Saying

Clock = Callable[[], float]
Done = TypeVar("Done")


class Persons:
    """Takes, speaks, gives back, passes on, closes. All raise InboxUnavailableError, and RefusalError as `holding`."""

    def __init__(self, database: Database, bells: Bells, clock: Clock = time.time) -> None:
        self._database, self._bells = database, bells
        self.clock = clock

    async def take(self, conversation_id: str, person: Person, from_other: bool = False) -> bool:
        """Have a conversation from now on; whether it is new."""
        now = self.clock()
        return await self._do(
            conversation_id, lambda connection: holding.take(connection, conversation_id, person, now, from_other)
        )

    async def give_back(self, conversation_id: str, person: Person) -> None:
        """Let the assistant answer again."""
        now = self.clock()
        await self._do(conversation_id, lambda connection: holding.give_back(connection, conversation_id, person, now))

    async def pass_on(self, conversation_id: str, person: Person, to: Person | None) -> None:
        """Give it to another person, or back into the queue."""
        now = self.clock()
        await self._do(
            conversation_id, lambda connection: holding.pass_on(connection, conversation_id, person, to, now)
        )

    async def close(self, conversation_id: str, person: Person, reason: str) -> None:
        """End it until the customer writes again."""
        now = self.clock()
        await self._do(
            conversation_id, lambda connection: holding.close(connection, conversation_id, person, reason, now)
        )

    async def say(self, conversation_id: str, person: Person, saying: Saying) -> tuple[int, bool]:
        """Say something: its event's number, and whether it is new."""
        now = self.clock()
        return await self._do(
            conversation_id, lambda connection: holding.say(connection, conversation_id, person, saying, now)
        )

    async def read(self, conversation_id: str) -> None:
        """Nothing is unread any more."""
        await self._do(conversation_id, lambda connection: conversations.keep(connection, conversation_id, unread=0))

    async def _do(self, conversation_id: str, work: Callable[[Connection], Done]) -> Done:
        def whole(connection: Connection) -> Done:
            done = work(connection)
            tell(connection, conversation_id, work=False)
            return done

        done = await self._database.write(whole)
        self._bells.ring(conversation_id)
        return done
