"""The adapter for Chatwoot, put together for `web/app.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from web.chatwoot.gate import Gate
from web.chatwoot.line import Line
from web.chatwoot.outbox import Outbox, Pace
from web.chatwoot.receiving import Receiving
from web.chatwoot.route import WebhookRoute
from web.chatwoot.settings import ChatwootSettings
from web.chatwoot.words import read_chatwoot_words
from web.console.knowledge import Knowledge
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.running import always
from web.metrics import Metrics
from web.settings import Settings

# For all that Chatwoot is asked; well below the lease.
PATIENCE_SECONDS = 10.0


class ChatwootParts:
    """Makes the webhook's route, and what tells Chatwoot the answers."""

    def __init__(
        self,
        chatwoot: ChatwootSettings,
        settings: Settings,
        inbox: Inbox,
        database: Database,
        bells: Bells,
        metrics: Metrics,
        knowledge: Knowledge,
        pace: Pace | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._secret, self._clock = chatwoot.secret, inbox.clock
        self._client = httpx.AsyncClient(timeout=patience)
        news = asyncio.Event()
        limits = (settings.waiting_seconds, settings.max_waiting, settings.max_text)
        self.receiving = Receiving(database, bells, metrics, inbox.clock, news, *limits)
        line, words = Line(self._client, chatwoot, patience), read_chatwoot_words()
        self.outbox = Outbox(inbox, database, line, knowledge, words, inbox.clock, news, pace or Pace())

    def install(self, app: FastAPI) -> None:
        """Add the route to `app`."""
        route = WebhookRoute(Gate(self._secret, self._clock), self.receiving)
        app.include_router(route.router(), include_in_schema=False)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Tell Chatwoot what there is to tell, until the block ends."""
        async with self._client:
            task = asyncio.create_task(always(self.outbox.run))
            try:
                yield
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
