"""A visitor of the chat: begins a conversation, says something, reads what comes back as a stream."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

REPLIES = ("reply", "failed")


@dataclass(frozen=True)
class Told:
    """An event as it came over the stream; `number` is 0 where it has none (somebody types)."""

    number: int
    kind: str
    data: dict[str, Any]


def open_client(address: str) -> httpx.AsyncClient:
    """A client that any number of visitors share: each names itself, so cookies are left alone."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    timeout = httpx.Timeout(60, read=None)
    nothing = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(base_url=address, limits=limits, timeout=timeout, cookies=nothing, trust_env=False)


@dataclass
class Visitor:
    """One conversation; `told` has all events so far, `replied` when (perf_counter) each message was answered."""

    client: httpx.AsyncClient
    token: str
    told: list[Told] = field(default_factory=list)
    replied: dict[str, float] = field(default_factory=dict)
    _bell: asyncio.Condition = field(default_factory=asyncio.Condition)
    _reading: asyncio.Task[None] | None = None

    @classmethod
    async def begin(cls, client: httpx.AsyncClient, language: str) -> Visitor:
        """A new conversation. Raises HTTPError where it is refused."""
        response = await client.post("/api/conversations", json={"language": language})
        response.raise_for_status()
        return cls(client, response.json()["conversation"])

    @property
    def headers(self) -> dict[str, str]:
        """What says who speaks."""
        return {"Authorization": f"Bearer {self.token}"}

    async def listen(self) -> None:
        """Open the stream and read it until `leave`; returns once it is open."""
        opened = asyncio.Event()
        self._reading = asyncio.create_task(self._read(opened))
        waiting = asyncio.create_task(opened.wait())
        await asyncio.wait({self._reading, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._reading.done():
            self._reading.result()

    async def _read(self, opened: asyncio.Event) -> None:
        headers = {**self.headers, "Accept": "text/event-stream"}
        async with self.client.stream("GET", "/api/events", headers=headers) as response:
            response.raise_for_status()
            opened.set()
            async for told in read_events(response.aiter_lines()):
                await self._take(told)

    async def _take(self, told: Told) -> None:
        async with self._bell:
            self.told.append(told)
            if told.kind in REPLIES:
                self.replied.setdefault(told.data["in_reply_to"], time.perf_counter())
            self._bell.notify_all()

    async def say(self, text: str, message_id: str = "") -> tuple[str, int]:
        """Send a message, under a new id where none is given; the id and the status."""
        message_id = message_id or secrets.token_hex(8)
        body = {"id": message_id, "text": text}
        response = await self.client.post("/api/messages", json=body, headers=self.headers)
        return message_id, response.status_code

    async def reply_to(self, message_id: str, seconds: float) -> float | None:
        """When the message was answered; None where it is not in time."""
        try:
            async with asyncio.timeout(seconds), self._bell:
                await self._bell.wait_for(lambda: message_id in self.replied)
        except TimeoutError:
            return None
        return self.replied[message_id]

    async def leave(self) -> None:
        """Close the stream."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)


async def read_events(lines: AsyncIterator[str]) -> AsyncIterator[Told]:
    """The events of a stream's lines; comments are left out. Raises ValueError for data that is no JSON."""
    fields: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(":")
        if name:
            fields[name] = value.removeprefix(" ")
        elif not line and "data" in fields:
            yield Told(int(fields.get("id", "0")), fields.get("event", "message"), json.loads(fields["data"]))
            fields = {}
        elif not line:
            fields = {}
