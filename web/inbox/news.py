"""News between processes: `LISTEN`/`NOTIFY` on PostgreSQL, a short look again and again on SQLite."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import psycopg
import structlog
from sqlalchemy import Connection, func, select

from web.errors import InboxUnavailableError
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.store.events import standing

CHANNEL = "chiaro_inbox"
LOOK_SECONDS = 0.25
RECONNECT_SECONDS = 1.0
_WORK, _READERS = "w", "r"


def tell(connection: Connection, conversation_id: str, work: bool) -> None:
    """Tell other processes, once the transaction commits, that a conversation has news, and with `work` a message."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, f"{_WORK if work else _READERS}{conversation_id}")))


class News:
    """Rings this process's bells for what other processes did."""

    def __init__(self, database: Database, bells: Bells, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._bells = bells
        self._clock = clock
        self._log = structlog.get_logger("web.inbox")

    async def run(self) -> None:
        """Follow the news until cancelled."""
        await (self._look_again() if self._database.is_sqlite else self._listen_again())

    async def _look_again(self) -> None:
        seen: dict[str, tuple[int, bool]] = {}
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            seen = await self._look(seen) if self._bells.conversations else {}

    async def _look(self, seen: dict[str, tuple[int, bool]]) -> dict[str, tuple[int, bool]]:
        ids, now = self._bells.conversations, self._clock()
        try:
            found = await self._database.read(lambda connection: standing(connection, ids, now))
        except InboxUnavailableError:
            return seen
        for conversation_id in ids:
            if found.get(conversation_id) != seen.get(conversation_id):
                self._bells.ring(conversation_id)
        return found

    async def _listen_again(self) -> None:
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                self._log.warning("no news from the database", error=type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        line = await psycopg.AsyncConnection.connect(self._database.address, autocommit=True, connect_timeout=10)
        async with line:
            await line.execute(f"listen {CHANNEL}")
            # What was told before this moment was told to nobody.
            self._bells.ring_all()
            async for notice in line.notifies():
                self._ring(notice.payload)

    def _ring(self, payload: str) -> None:
        self._bells.ring(payload[1:])
        if payload.startswith(_WORK):
            self._bells.work.set()
