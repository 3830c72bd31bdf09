"""How long ordinary visitors wait for a reply, in calm and while one visitor floods, in turns."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import click
import httpx

from benchmarks.costs import ROOT
from benchmarks.load.figures import compared
from benchmarks.load.servers import Server, cpu_seconds
from benchmarks.load.visitor import Visitor, open_client

VISITORS = 20
EVERY_S = 2.0  # a visitor's pace, unless the reply takes longer
REPLY_S = 60.0
PHASES = ("calm", "flood")
MEASURES = ("median", "p95")


@dataclass
class Phase:
    """One phase of a round: seconds to each reply, what the flood was answered, the web process's processor share."""

    waits: list[float] = field(default_factory=list)
    missed: int = 0
    web_cpu: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)


async def measure(
    server: Server, texts: Iterator[str], rounds: int, seconds: float, connections: int
) -> dict[str, Any]:
    """Both phases in every round, now one first, now the other; ratio, noise, and what the flood was answered."""
    chance = random.Random(1)
    measured: list[dict[str, Phase]] = []
    async with open_client(server.address) as client:
        for number in range(rounds + 1):
            click.echo(f"flood: round {number} of {rounds} …", err=True)
            order = PHASES if number % 2 == 0 else PHASES[::-1]
            found = {}
            for name in order:
                async with _flooding(server, client, connections if name == "flood" else 0) as answers:
                    found[name] = await _phase(server, client, texts, seconds, chance)
                found[name].answers = answers
            measured.append(found)
    return summed_up(measured[1:])  # the first round warms up


async def _phase(
    server: Server, client: httpx.AsyncClient, texts: Iterator[str], seconds: float, chance: random.Random
) -> Phase:
    phase = Phase()
    visitors = [await _arrived(client, index) for index in range(VISITORS)]
    assert server.web is not None
    cpu, began = cpu_seconds(server.web), time.perf_counter()
    starts = [chance.uniform(0, EVERY_S) for _ in visitors]
    end = began + seconds
    await asyncio.gather(*(_talk(one, texts, wait, end, phase) for one, wait in zip(visitors, starts, strict=True)))
    phase.web_cpu = (cpu_seconds(server.web) - cpu) / (time.perf_counter() - began)
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return phase


async def _arrived(client: httpx.AsyncClient, index: int) -> Visitor:
    visitor = await Visitor.begin(client, ("it", "en")[index % 2])
    await visitor.listen()
    return visitor


async def _talk(visitor: Visitor, texts: Iterator[str], wait: float, end: float, phase: Phase) -> None:
    """Say something, wait for the reply, think until the next turn is due; from `wait` seconds on until `end`."""
    await asyncio.sleep(wait)
    while (began := time.perf_counter()) < end:
        message_id, status = await visitor.say(next(texts))
        at = await visitor.reply_to(message_id, REPLY_S) if status < 400 else None
        if at is None:
            phase.missed += 1
        else:
            phase.waits.append(at - began)
        await asyncio.sleep(max(0.0, began + EVERY_S - time.perf_counter()))


@asynccontextmanager
async def _flooding(server: Server, client: httpx.AsyncClient, connections: int) -> AsyncIterator[Counter[str]]:
    """Lets a new visitor flood over so many connections until the end of the block, and counts what it was answered."""
    answers: Counter[str] = Counter()
    if not connections:
        yield answers
        return
    visitor, parts = await Visitor.begin(client, "it"), urlsplit(server.address)
    arguments = [str(parts.hostname), str(parts.port), visitor.token, str(connections)]
    command = [sys.executable, "-m", "benchmarks.load.flood", *arguments]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT)
    try:
        yield answers
    finally:
        output, _ = await process.communicate()
    answers.update(json.loads(output))


def summed_up(rounds: Sequence[dict[str, Phase]]) -> dict[str, Any]:
    """The figures over all rounds."""
    answers: Counter[str] = Counter()
    for one in rounds:
        answers += one["flood"].answers
    pairs = [(one["calm"].waits, one["flood"].waits) for one in rounds]
    return {
        "rounds": len(rounds),
        "replies": {name: sum(len(one[name].waits) for one in rounds) for name in PHASES},
        "without_a_reply": {name: sum(one[name].missed for one in rounds) for name in PHASES},
        "web_cpu": {name: round(sum(one[name].web_cpu for one in rounds) / len(rounds), 3) for name in PHASES},
        "flood_answers": dict(answers),
        **{measure: compared(pairs, measure) for measure in MEASURES},
    }
