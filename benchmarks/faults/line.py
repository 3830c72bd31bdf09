"""The line to the public interface as a patient client uses it: whatever happens, the same is asked again."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

from benchmarks.faults.verdict import Event

AGAIN_S = 0.3
LONGEST_PAUSE_S = 2.0
REQUEST_S = 15.0
# The stream says something every 15 seconds.
SILENCE_S = 40.0
PATIENCE_S = 600.0
_AGAIN = (429, 500, 502, 503, 504)


class RefusedError(Exception):
    """The interface refused what should have been right."""


@dataclass(frozen=True)
class Asked:
    """An answer, and after how many tries it came."""

    document: dict[str, Any]
    tries: int


class Line:
    """Asks `address`; one for all conversations, since only their tokens differ."""

    def __init__(self, address: str) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        timeout = httpx.Timeout(REQUEST_S)
        self._client = httpx.AsyncClient(base_url=address, limits=limits, timeout=timeout, trust_env=False)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def ask(self, method: str, path: str, token: str | None = None, body: Any = None) -> Asked:
        """The JSON answer, asked for until it is there.

        Raises:
            RefusedError: a refusal that another try would not change, or none but failures for ten minutes.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        deadline, tries, last = time.monotonic() + PATIENCE_S, 0, "never asked"
        while time.monotonic() < deadline:
            tries, wait = tries + 1, AGAIN_S
            try:
                answer = await self._client.request(method, path, headers=headers, json=body)
            except httpx.HTTPError as error:
                last = type(error).__name__
            else:
                if answer.is_success:
                    return Asked(answer.json(), tries)
                last = f"{answer.status_code} {answer.text}"
                if answer.status_code not in _AGAIN:
                    break
                wait = float(answer.headers.get("Retry-After", AGAIN_S))
            await asyncio.sleep(min(wait, LONGEST_PAUSE_S))
        raise RefusedError(f"{method} {path}: {last}")

    async def stream(self, token: str, after: int) -> AsyncIterator[Event]:
        """The events after the number `after`, over connections made anew again and again; ends with its task."""
        while True:
            try:
                async for event in self._connection(token, after):
                    after = event["event"]
                    yield event
            except httpx.HTTPError:
                pass  # the same as an end: the next connection goes on behind the last number
            await asyncio.sleep(AGAIN_S)

    async def _connection(self, token: str, after: int) -> AsyncIterator[Event]:
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream", "Last-Event-ID": str(after)}
        timeout = httpx.Timeout(REQUEST_S, read=SILENCE_S)
        async with self._client.stream("GET", "/api/events", headers=headers, timeout=timeout) as answer:
            if not answer.is_success:
                return
            kind, numbered = "", False
            async for line in answer.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                elif name == "id":
                    numbered = True
                elif name == "data" and numbered:
                    yield {"type": kind, **json.loads(value)}
                elif not line:
                    kind, numbered = "", False

    async def events(self, token: str) -> list[Event]:
        """Every event from the beginning, by polls. Raises RefusedError."""
        events: list[Event] = []
        while True:
            after = events[-1]["event"] if events else 0
            found = (await self.ask("GET", f"/api/events?after={after}", token)).document["events"]
            if not found:
                return events
            events += found

    async def transcript(self, token: str) -> list[dict[str, Any]]:
        """The transcript's entries. Raises RefusedError."""
        entries: list[dict[str, Any]] = (await self.ask("GET", "/api/transcript", token)).document["entries"]
        return entries
