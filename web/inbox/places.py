"""Where customers stand who wait for a person: looked up for all of them who listen in one query a second."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from web.errors import InboxUnavailableError
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.store import queueing

LOOK_SECONDS = 1.0


class Places:
    """How many wait before each conversation that waits and that somebody listens to in this process."""

    def __init__(self, database: Database, bells: Bells) -> None:
        self._database = database
        self._bells = bells
        self._ahead: dict[str, int] = {}

    async def ahead(self, conversation_id: str, waits: bool) -> int | None:
        """How many wait before a conversation, as of the latest look; None where it does not wait for a person.

        Raises:
            InboxUnavailableError: the database is locked, gone, or too slow.
        """
        if not waits:
            self._ahead.pop(conversation_id, None)
            return None
        if conversation_id not in self._ahead:
            self._ahead |= await self._look([conversation_id])
        return self._ahead.get(conversation_id)

    async def run(self) -> None:
        """Keep the places until cancelled; no query while nobody waits and listens."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look_again()

    async def look_again(self) -> None:
        """Look all places up once more, and stir those who listen where theirs is another than before."""
        listening = set(self._bells.conversations)
        self._ahead = {known: ahead for known, ahead in self._ahead.items() if known in listening}
        if not self._ahead:
            return
        ids = list(self._ahead)
        try:
            found = await self._look(ids)
        except InboxUnavailableError:
            return  # what was known last is told until the next look
        for conversation_id in ids:
            self._renew(conversation_id, found.get(conversation_id))

    def _renew(self, conversation_id: str, ahead: int | None) -> None:
        if ahead is None:
            self._ahead.pop(conversation_id, None)
            self._bells.ring(conversation_id)  # waits no more: how it stands is to be read
        elif ahead != self._ahead.get(conversation_id):
            self._ahead[conversation_id] = ahead
            self._bells.stir(conversation_id)

    async def _look(self, ids: Collection[str]) -> dict[str, int]:
        return await self._database.read(lambda connection: queueing.ahead_of(connection, ids))
