"""Turns a second, and for each second of Rasa's processor: through our web process, and stock's REST channel."""

from __future__ import annotations

import asyncio
import secrets
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import click
import httpx

from benchmarks.load.servers import Server, cpu_seconds
from benchmarks.load.visitor import open_client

CONVERSATION = 5  # messages
AT_ONCE = 8  # conversations


class Ask(Protocol):
    """Says something in a conversation (None: a new one); the conversation's name or token, and the messages."""

    async def __call__(self, client: httpx.AsyncClient, name: str | None, text: str) -> tuple[str, list[Any]]:
        """Raises HTTPError."""


@dataclass(frozen=True)
class Spent:
    """What a round cost a side; `unanswered` are turns without a real reply."""

    turns: int
    unanswered: int
    wall_s: float
    rasa_s: float


async def ask_web(client: httpx.AsyncClient, name: str | None, text: str) -> tuple[str, list[Any]]:
    """A turn over `POST /api/chat`."""
    body = {"message": text} | ({"conversation": name} if name else {})
    answer = await client.post("/api/chat", json=body)
    answer.raise_for_status()
    document = answer.json()
    return document["conversation"], document["messages"]


async def ask_rest(client: httpx.AsyncClient, name: str | None, text: str) -> tuple[str, list[Any]]:
    """A turn over Rasa's REST channel."""
    sender = name or secrets.token_hex(16)
    answer = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    answer.raise_for_status()
    return sender, answer.json()


async def measure(ours: Server, stock: Server, texts: Sequence[str], rounds: int, block: int) -> dict[str, Any]:
    """Ask both sides the same `block` texts in every round, now one first, now the other; the figures."""
    asked: list[dict[str, Spent]] = []
    async with open_client(ours.address) as web, open_client(stock.address) as rest:
        sides = [("ours", ours, web, ask_web), ("stock", stock, rest, ask_rest)]
        for number in range(rounds + 1):
            click.echo(f"throughput: round {number} of {rounds} …", err=True)
            part = texts[number * block : (number + 1) * block]
            order = sides if number % 2 == 0 else sides[::-1]
            asked.append({name: await _block(server, client, ask, part) for name, server, client, ask in order})
    return summed_up(asked[1:])  # the first round warms up


async def _block(server: Server, client: httpx.AsyncClient, ask: Ask, texts: Sequence[str]) -> Spent:
    conversations = [texts[start : start + CONVERSATION] for start in range(0, len(texts), CONVERSATION)]
    limit = asyncio.Semaphore(AT_ONCE)

    async def held(turns: Sequence[str]) -> int:
        async with limit:
            return await _hold(client, ask, turns)

    cpu, began = cpu_seconds(server.rasa), time.perf_counter()
    unanswered = await asyncio.gather(*(held(turns) for turns in conversations))
    wall = time.perf_counter() - began
    return Spent(len(texts), sum(unanswered), wall, cpu_seconds(server.rasa) - cpu)


async def _hold(client: httpx.AsyncClient, ask: Ask, texts: Sequence[str]) -> int:
    """A whole conversation; how many of its turns had no real reply."""
    name: str | None = None
    unanswered = 0
    for text in texts:
        name, messages = await ask(client, name, text)
        unanswered += not is_answered(messages)
    return unanswered


def is_answered(messages: Sequence[Any]) -> bool:
    """Whether a reply is none of those that say that there is no answer now."""
    customs = [message.get("custom") or {} for message in messages]
    return bool(messages) and not any(custom.get("retry") for custom in customs)


def summed_up(asked: Sequence[dict[str, Spent]]) -> dict[str, Any]:
    """Medians of the rounds for each side, and ours to stock: of the medians, and lowest and highest of a round."""
    rates = [{name: _rates(spent) for name, spent in one.items()} for one in asked]
    found: dict[str, Any] = {
        "rounds": len(asked),
        "turns": sum(one["ours"].turns for one in asked),
        "unanswered": {name: sum(one[name].unanswered for one in asked) for name in asked[0]},
    }
    for measure in rates[0]["ours"]:
        sides = {name: statistics.median(one[name][measure] for one in rates) for name in asked[0]}
        ratios = [one["ours"][measure] / one["stock"][measure] for one in rates]
        found[measure] = {
            **{name: round(value, 3) for name, value in sides.items()},
            "ratio": round(sides["ours"] / sides["stock"], 3),
            "ratio_of_rounds": [round(min(ratios), 3), round(max(ratios), 3)],
        }
    return found


def _rates(spent: Spent) -> dict[str, float]:
    return {
        "turns a second": spent.turns / spent.wall_s,
        "turns a second of Rasa's processor": spent.turns / spent.rasa_s,
        "milliseconds of Rasa's processor a turn": spent.rasa_s * 1000 / spent.turns,
        "share of the time in which Rasa worked": spent.rasa_s / spent.wall_s,
    }
