"""One run: conversations, a mishap beside them, and the verdict from outside and from the database."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.faults import database
from benchmarks.faults.customer import Customer
from benchmarks.faults.line import Line
from benchmarks.faults.meter import Meter
from benchmarks.faults.mishaps import MISHAPS, Mishap, Trouble
from benchmarks.faults.pages import Pages
from benchmarks.faults.system import System
from benchmarks.faults.verdict import Conversation, Counts, disorder, judge

BROWSER = "browser"
NAMES = (*MISHAPS, BROWSER)
DEATHS_AT_START = 3


@dataclass(frozen=True)
class Plan:
    """How much of what: `times` the mishap, `conversations` of `messages`, so many `at_once`; `seconds` it lasts."""

    times: int
    conversations: int
    messages: int
    at_once: int
    seconds: float
    seed: int


@dataclass
class Outcome:
    """What a run came to; `database` must be all 0."""

    happened: int
    seconds: float
    counts: Counts
    database: dict[str, int]
    others: dict[str, int]
    troubles: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled or out of order, in either count."""
        return self.counts.clean and not any(self.database.values())


async def play(
    name: str, plan: Plan, system: System, questions: Sequence[str], mishap: Mishap | None = None
) -> Outcome:
    """Play a plan with the mishap `name`, or with another one that is given.

    Raises:
        ClickException: there is no recovery; RefusedError.
    """
    await system.recovered(deaths=DEATHS_AT_START)
    started = time.monotonic()
    line = Line(system.address)
    try:
        with _progress() as progress:
            happened, conversations = await _play(name, plan, system, questions, line, progress, mishap)
        await system.recovered()
        for one in conversations:
            one.read, one.transcript = await line.events(one.token), await line.transcript(one.token)
            _note_numbers(one)
    finally:
        await line.close()
    counts = sum(map(judge, conversations), Counts())
    wrong, others = database.count(system.database)
    troubles = [trouble for one in conversations for trouble in disorder(one)]
    return Outcome(happened, time.monotonic() - started, counts, wrong, others, troubles)


async def _play(
    name: str,
    plan: Plan,
    system: System,
    questions: Sequence[str],
    line: Line,
    progress: Progress,
    mishap: Mishap | None,
) -> tuple[int, list[Conversation]]:
    total = plan.conversations * plan.messages
    meter = Meter(progress, progress.add_task(name, total=total, fault=""), total)
    chance = random.Random(plan.seed)
    talks = _talks(plan, questions, chance)
    in_pages = min(plan.times, len(talks)) if name == BROWSER else 0
    pages = Pages(system.address, meter, random.Random(plan.seed + 1), talks[:in_pages])
    customers = [Customer(line, meter, random.Random(chance.random()), texts) for texts in talks[in_pages:]]
    meter.conversations_left = len(customers)
    talking = asyncio.gather(*_in_turn(customers, meter, plan.at_once))
    if name == BROWSER:
        spoken, _ = await asyncio.gather(talking, pages.run())
        return pages.cuts, [*spoken, *pages.conversations]
    trouble = Trouble(mishap or MISHAPS[name], plan.times, plan.seconds, random.Random(plan.seed + 2))
    spoken, happened = await asyncio.gather(talking, trouble.run(system, meter))
    return happened, spoken


def _talks(plan: Plan, questions: Sequence[str], chance: random.Random) -> list[list[str]]:
    return [chance.sample(questions, plan.messages) for _ in range(plan.conversations)]


def _in_turn(customers: Sequence[Customer], meter: Meter, at_once: int) -> list[asyncio.Task[Conversation]]:
    turns = asyncio.Semaphore(at_once)

    async def talk(customer: Customer) -> Conversation:
        async with turns:
            try:
                return await customer.talk()
            finally:
                meter.conversations_left -= 1

    return [asyncio.create_task(talk(customer)) for customer in customers]


def _note_numbers(one: Conversation) -> None:
    """A page knows that its messages were accepted, but not under which numbers."""
    numbers = {event["id"]: event["event"] for event in one.read if event["type"] == "accepted"}
    for sent in one.sent:
        if sent.event is None or sent.event == 0:
            sent.event = numbers.get(sent.id, sent.event)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[fault]}"))
    return Progress(*columns, TimeElapsedColumn())
