"""What goes wrong, by name: each mishap happens once when called, and is over when it returns."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.faults.database import locked
from benchmarks.faults.meter import Meter
from benchmarks.faults.system import System

Mishap = Callable[[System, float], Awaitable[None]]


def _killed(name: str) -> Mishap:
    async def happen(system: System, _seconds: float) -> None:
        while not system.kill(name):
            await asyncio.sleep(0.05)

    return happen


async def _locked(system: System, seconds: float) -> None:
    held = locked(system.database)
    await asyncio.to_thread(held.__enter__)
    try:
        await asyncio.sleep(seconds)
    finally:
        held.__exit__(None, None, None)


async def _hanging(system: System, seconds: float) -> None:
    while not system.halt("rasa"):
        await asyncio.sleep(0.05)
    await asyncio.sleep(seconds)
    system.go_on("rasa")


MISHAPS: dict[str, Mishap] = {
    "web": _killed("web"),
    "rasa": _killed("rasa"),
    "actions": _killed("actions"),
    "database": _locked,
    "hang": _hanging,
}


@dataclass(frozen=True)
class Trouble:
    """Lets a mishap happen `times` times at random moments, and waits for the recovery each time."""

    mishap: Mishap
    times: int
    seconds: float
    chance: random.Random

    async def run(self, system: System, meter: Meter) -> int:
        """How often it happened. Raises ClickException where there is no recovery."""
        happened = 0
        async for _ in meter.moments(self.times, self.chance):
            await self.mishap(system, self.seconds)
            await system.recovered()
            happened += 1
        return happened
