"""Rasa's HTTP interface, as far as stories need it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

_SECONDS = 60.0


@dataclass(frozen=True)
class Kept:
    """What Rasa keeps of a conversation: all its events, and the slots as they are now."""

    events: list[dict[str, Any]]
    slots: dict[str, Any]


@dataclass(frozen=True)
class Rasa:
    """Talks to the Rasa that `client` reaches; every call raises httpx.HTTPError where it fails."""

    client: httpx.AsyncClient

    @classmethod
    @asynccontextmanager
    async def at(cls, address: str) -> AsyncIterator[Rasa]:
        """The Rasa at an address."""
        async with httpx.AsyncClient(base_url=address, timeout=_SECONDS, trust_env=False) as client:
            yield cls(client)

    async def say(self, sender: str, text: str, customer: str | None) -> list[dict[str, Any]]:
        """Say `text` in a conversation, signed in as `customer` if one is given; returns the reply's messages."""
        content: dict[str, Any] = {"sender": sender, "message": text}
        if customer is not None:
            content["metadata"] = {"customer_id": customer}
        answer = await self.client.post("/webhooks/rest/webhook", json=content)
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()
        return messages

    async def trigger(self, sender: str, intent: str) -> None:
        """Let a conversation go on as if `intent` had been understood; what is said then is left aside."""
        address = f"/conversations/{sender}/trigger_intent"
        (await self.client.post(address, json={"name": intent})).raise_for_status()

    async def kept(self, sender: str) -> Kept:
        """What is kept of a conversation."""
        answer = await self.client.get(f"/conversations/{sender}/tracker", params={"include_events": "ALL"})
        answer.raise_for_status()
        content = answer.json()
        return Kept(content.get("events") or [], content.get("slots") or {})
