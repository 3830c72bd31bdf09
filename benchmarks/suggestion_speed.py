"""From a customer's message to the suggestions on the representative's screen, beside the bot's own turn.

The real processes (action server, Rasa, web) run on ports of their own over a copy of the knowledge base. Twenty
customers talk at once; each conversation is open on the screen of a signed-in representative, who reads its stream.
Each message is another example question; the next one comes after the reply, the suggestions, and the pause. Seconds
from the moment when `POST /api/messages` is answered, which is when the message is committed, to the `suggestions`
piece for it on the representative's stream, and to the `reply` event on the customer's.

at a person's pace: each customer writes every few seconds, not all at the same moment; before that the same without a
console open, which says what the console costs the bot. all at once: the twenty write at the same moment, and wait for
each other. Bar: median and 95th percentile of suggestions at most 1.5 times the turn's.

The memory of the web process (resident, MiB) is read at the start, after the talks without a console, which need no
knowledge base in the web process, after the first suggestions, and at the end.

    python -m benchmarks.suggestion_speed [--messages 12] [--every 4]
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import random
import re
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import httpx
from rich.table import Table

from benchmarks.costs import ROOT
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.fixed_answer.servers import copy_database
from benchmarks.load.figures import percentiles
from benchmarks.load.servers import Server, cpu_seconds, newest_model, start_chat
from benchmarks.load.visitor import Visitor, open_client
from benchmarks.results import report
from benchmarks.signed_in import sign_in

CONVERSATIONS = 20
WAIT_S = 60.0
BAR = 1.5
PARTS = ("median", "p95")
ALONE, PACE, AT_ONCE = "no console open", "at a person's pace", "all at once"
_MESSAGE = re.compile(r'data-message="(\d+)"')
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@dataclass
class Screen:
    """A conversation open in the console; `suggested` has when (perf_counter) suggestions came for each message."""

    client: httpx.AsyncClient
    conversation_id: str
    suggested: dict[int, float] = field(default_factory=dict)
    _bell: asyncio.Condition = field(default_factory=asyncio.Condition)
    _reading: asyncio.Task[None] | None = None

    async def open(self, cookies: dict[str, str]) -> None:
        """Read the page and then its stream; returns once that is open. Raises HTTPError where it is refused."""
        opened = asyncio.Event()
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        page = await self.client.get(f"/staff/console/c/{self.conversation_id}", headers=headers)
        page.raise_for_status()
        self._reading = asyncio.create_task(self._read(headers, opened))
        await opened.wait()

    async def _read(self, headers: dict[str, str], opened: asyncio.Event) -> None:
        path = f"/staff/console/stream?c={self.conversation_id}&after=0"
        async with self.client.stream("GET", path, headers=headers) as response:
            response.raise_for_status()
            opened.set()
            async for kind, html in read_pieces(response.aiter_lines()):
                number = message_of(html) if kind == "suggestions" else None
                if number is not None:
                    await self._take(number)

    async def _take(self, number: int) -> None:
        async with self._bell:
            self.suggested.setdefault(number, time.perf_counter())
            self._bell.notify_all()

    async def suggestions_for(self, number: int) -> float | None:
        """When suggestions for the message came; None where they do not in time."""
        try:
            async with asyncio.timeout(WAIT_S), self._bell:
                await self._bell.wait_for(lambda: number in self.suggested)
        except TimeoutError:
            return None
        return self.suggested[number]

    async def close(self) -> None:
        """Close the stream."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)


@dataclass
class Measured:
    """Seconds to each reply and to its suggestions; how often one of them was missing; processor seconds."""

    turns: list[float] = field(default_factory=list)
    suggestions: list[float] = field(default_factory=list)
    missed: int = 0
    cpu: dict[str, float] = field(default_factory=dict)


@dataclass
class Pair:
    """A customer and the screen on which their conversation is open, if it is."""

    visitor: Visitor
    screen: Screen | None = None

    async def exchange(self, text: str, into: Measured) -> None:
        """Say something; wait for the reply and the suggestions."""
        message_id, status = await self.visitor.say(text)
        began = time.perf_counter()
        replied = await self.visitor.reply_to(message_id, WAIT_S) if status < 400 else None
        suggested = None if self.screen is None else await self._suggested(self.screen, message_id)
        if replied is None or (suggested is None and self.screen is not None):
            into.missed += 1
            return
        into.turns.append(replied - began)
        if suggested is not None:
            into.suggestions.append(suggested - began)

    async def _suggested(self, screen: Screen, message_id: str) -> float | None:
        number = number_of(self.visitor, message_id)
        return None if number is None else await screen.suggestions_for(number)


@click.command()
@click.option("--messages", default=12, show_default=True, type=click.IntRange(2), help="Of each conversation and way.")
@click.option("--every", default=4.0, show_default=True, help="Seconds between a customer's messages, at their pace.")
@click.option("--model", type=FILE, help="Our model; the newest in models/ unless given.")
@click.option("--database", type=FILE, default=ROOT / "var" / "chiaro.db", help="The knowledge base (SQLite).")
def main(messages: int, every: float, model: Path | None, database: Path) -> None:
    """Start the processes, talk, report."""
    model = model or newest_model(ROOT / "models")
    if model is None:
        raise click.ClickException("there is no model in models/: run make train")
    with tempfile.TemporaryDirectory(prefix="chiaro-suggestions-") as name, ExitStack() as stack:
        folder = Path(name)
        copy_database(database, folder / "chiaro.db")
        click.echo("starting …", err=True)
        server, _ = start_chat(stack, folder, model, folder / "chiaro.db")
        found, memory = asyncio.run(_measure(server, messages, every))
    _report(found, memory, {"messages": messages, "every_s": every})


async def _measure(server: Server, messages: int, every: float) -> tuple[dict[str, Measured], dict[str, float]]:
    assert server.web is not None
    memory = {"at start": memory_mib(server.web)}
    texts, found, settings = itertools.cycle(example_questions(1)), {}, (messages, every)
    async with open_client(server.address) as client, AsyncExitStack() as stack:
        pairs = [await _arrived(stack, client, index) for index in range(CONVERSATIONS)]
        await _at_once(pairs, texts, 2, Measured())  # warms up
        found[ALONE] = await _phase(server, ALONE, pairs, texts, settings)
        memory["without a console"] = memory_mib(server.web)
        await _open_console(stack, client, server, pairs)
        await pairs[0].exchange(next(texts), Measured())
        memory["after the first suggestions"] = memory_mib(server.web)
        await _at_once(pairs, texts, 2, Measured())
        for name in (PACE, AT_ONCE):
            found[name] = await _phase(server, name, pairs, texts, settings)
    memory["at the end"] = memory_mib(server.web)
    return found, memory


async def _arrived(stack: AsyncExitStack, client: httpx.AsyncClient, index: int) -> Pair:
    visitor = await Visitor.begin(client, ("it", "en")[index % 2])
    stack.push_async_callback(visitor.leave)
    await visitor.listen()
    return Pair(visitor)


async def _open_console(
    stack: AsyncExitStack, client: httpx.AsyncClient, server: Server, pairs: Sequence[Pair]
) -> None:
    signed_in = await sign_in(f"sqlite:///{server.database}")
    for pair in pairs:
        pair.screen = Screen(client, conversation_of(pair.visitor.token))
        stack.push_async_callback(pair.screen.close)
        await pair.screen.open(signed_in.cookies)


async def _phase(
    server: Server, name: str, pairs: Sequence[Pair], texts: Iterator[str], settings: tuple[int, float]
) -> Measured:
    click.echo(f"{name} …", err=True)
    measured, processes = Measured(), {"web": server.web or 0, "rasa": server.rasa}
    before = {part: cpu_seconds(process) for part, process in processes.items()}
    if name != AT_ONCE:
        chance = random.Random(1)
        starts = [chance.uniform(0, settings[1]) for _ in pairs]
        talks = (_talk(*one, texts, settings, measured) for one in zip(pairs, starts, strict=True))
        await asyncio.gather(*talks)
    else:
        await _at_once(pairs, texts, settings[0], measured)
    measured.cpu = {part: cpu_seconds(process) - before[part] for part, process in processes.items()}
    return measured


async def _talk(pair: Pair, start: float, texts: Iterator[str], settings: tuple[int, float], into: Measured) -> None:
    await asyncio.sleep(start)
    for _ in range(settings[0]):
        began = time.perf_counter()
        await pair.exchange(next(texts), into)
        await asyncio.sleep(max(0.0, began + settings[1] - time.perf_counter()))


async def _at_once(pairs: Sequence[Pair], texts: Iterator[str], messages: int, into: Measured) -> None:
    for _ in range(messages):
        await asyncio.gather(*(pair.exchange(next(texts), into) for pair in pairs))


async def read_pieces(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, str]]:
    """The pieces of a console's stream: their kind and HTML; comments are left out."""
    kind, data = "", []
    async for line in lines:
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data.append(line.removeprefix("data: "))
        elif not line and kind:
            yield kind, "\n".join(data)
            kind, data = "", []


def message_of(html: str) -> int | None:
    """The number of the message that suggestions are for; None where there are none and none could be made."""
    found = _MESSAGE.search(html)
    return None if found is None else int(found[1])


def conversation_of(token: str) -> str:
    """The id of the conversation that a customer's token is for: its first part, which is signed, not hidden."""
    part = token.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def number_of(visitor: Visitor, message_id: str) -> int | None:
    """The number of the visitor's message, as their stream has told; None where it has not."""
    accepted = (told for told in visitor.told if told.kind == "accepted" and told.data["id"] == message_id)
    return next((told.number for told in accepted), None)


def memory_mib(process: int) -> float:
    """Resident memory of a process. Raises OSError where it has ended."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def summed_up(measured: Measured) -> dict[str, Any]:
    """Median and 95th percentile in seconds, and the ratio of suggestions, if any, to turns; needs two exchanges."""
    turn = percentiles(measured.turns)
    cpu_ms = {part: round(1000 * spent / len(measured.turns), 1) for part, spent in measured.cpu.items()}
    summary = {"turn": turn, "missed": measured.missed, "cpu_ms_a_message": cpu_ms}
    if measured.suggestions:
        suggestions = summary["suggestions"] = percentiles(measured.suggestions)
        summary |= {f"ratio_{part}": round(suggestions[part] / turn[part], 3) for part in PARTS}
    return summary


def _rows(name: str, one: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for part in PARTS:
        has_both = "suggestions" in one
        both = (f"{one['suggestions'][part]:.3f}", f"{one[f'ratio_{part}']:.2f}") if has_both else ("", "")
        yield f"{name}, {part}", f"{one['turn'][part]:.3f}", *both
    yield f"{name}, messages without either", str(one["missed"])
    for process, spent in one["cpu_ms_a_message"].items():
        yield f"{name}, processor ms of {process} a message", f"{spent:.0f}"


def _report(found: dict[str, Measured], memory: dict[str, float], settings: dict[str, Any]) -> None:
    table = Table("seconds", "bot's turn", "suggestions", "ratio")
    figures = {name: summed_up(measured) for name, measured in found.items()}
    for row in (row for name, one in figures.items() for row in _rows(name, one)):
        table.add_row(*row)
    for name, size in memory.items():
        table.add_row(f"memory of web {name}, MiB", f"{size:.0f}")
    table.caption = f"{CONVERSATIONS} conversations; bar {BAR} times"
    rounded = {name: round(size, 1) for name, size in memory.items()}
    report("suggestion_speed", table, {**settings, "cores": os.cpu_count(), **figures, "web_memory_mib": rounded})


if __name__ == "__main__":
    main()
