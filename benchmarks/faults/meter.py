"""How far a run is; faults happen by it."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass

from rich.progress import Progress, TaskID

# A fault shall not always fall on the moment at which a message was accepted.
LATER_S = 0.5
LOOK_S = 0.02


@dataclass
class Meter:
    """Counts accepted messages of `total`, and shows them on the bar `task` of `progress`.

    `ceiling`: how many may be written before the next fault is over, so that some are left for those that follow.
    """

    progress: Progress
    task: TaskID
    total: int
    accepted: int = 0
    conversations_left: int = 0
    ceiling: float = math.inf

    def accept(self) -> None:
        """One more message was accepted."""
        self.accepted += 1
        self.progress.advance(self.task)

    async def may_write(self) -> None:
        """Returns once another message may be written."""
        while self.accepted >= self.ceiling:
            await asyncio.sleep(LOOK_S)

    async def moments(self, times: int, chance: random.Random) -> AsyncIterator[None]:
        """So many moments at random: each somewhere in the next part of the messages still to come.

        Ends early where there is nobody left to be disturbed.
        """
        for number in range(times):
            share = (self.total - self.accepted) / (times - number)
            self.ceiling = self.accepted + share
            point = self.accepted + chance.uniform(0, share)
            while self.accepted < point and self.conversations_left:
                await asyncio.sleep(LOOK_S)
            await asyncio.sleep(chance.uniform(0, LATER_S))
            if not self.conversations_left:
                return
            self.progress.update(self.task, fault=f"{number + 1}/{times}")
            yield
        self.ceiling = math.inf
