"""Which conversations are listed: a queue, or what was searched for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from web.accounts.records import Staff
from web.console.knowledge import Knowledge, KnowledgeUnavailableError
from web.console.records import QUEUES, Listed, QueueName
from web.console.store import queue
from web.inbox.database import Database
from web.language import Language
from web.numbers import is_number

LONGEST_SEARCH = 200
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Chosen:
    """Which part of the list is meant: a queue, or what was searched for; `page` counts from 0."""

    queue: QueueName
    words: str
    page: int

    @classmethod
    def of(cls, request: Request) -> Chosen:
        """From the address; what is wrong in it is as if it were not there."""
        asked = request.query_params.get("queue", "")
        page = request.query_params.get("page", "")
        words = " ".join(request.query_params.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH]
        number = int(page) if is_number(page, 5) else 0
        return cls(next((name for name in QUEUES if name == asked), "waiting"), words, min(number, MOST_PAGES))

    @property
    def address(self) -> dict[str, str]:
        """As it stands in an address, without the page."""
        return {"queue": self.queue} | ({"q": self.words} if self.words else {})


@dataclass(frozen=True)
class QueueList:
    """Reads the list, for the page and for its renewal."""

    database: Database
    knowledge: Knowledge

    async def read(self, chosen: Chosen, staff: Staff) -> Listed:
        """The rows. Raises InboxUnavailableError."""
        if chosen.words:
            policies = await self._about(chosen.words, staff.language)
            return await self.database.read(
                lambda connection: queue.found(connection, chosen.words, policies, staff.id, chosen.page)
            )
        return await self.database.read(
            lambda connection: queue.listed(connection, chosen.queue, staff.id, chosen.page)
        )

    async def titles(self, language: Language) -> dict[str, str]:
        """The titles of policies; none while the knowledge base does not answer."""
        try:
            return await self.knowledge.titles(language)
        except KnowledgeUnavailableError:
            return {}

    async def context(self, chosen: Chosen, staff: Staff, here: str | None) -> dict[str, Any]:
        """What the list's template needs; `here` is the conversation that is open."""
        listed, titles = await asyncio.gather(self.read(chosen, staff), self.titles(staff.language))
        return {"listed": listed, "chosen": chosen, "here_id": here, "titles": titles}

    async def _about(self, words: str, language: Language) -> list[str]:
        folded = words.casefold()
        titles = await self.titles(language)
        return [key for key, title in titles.items() if folded in title.casefold() or folded == key]
