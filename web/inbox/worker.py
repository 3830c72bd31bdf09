"""The worker of a process: takes messages from the inbox, has them answered, and keeps the answers."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass

import structlog

from web.breaker import Breaker, Permit
from web.errors import InboxUnavailableError, LeaseLostError
from web.inbox.bells import Bells, rings
from web.inbox.inbox import Inbox
from web.inbox.records import Answer, Claim
from web.metrics import Metrics
from web.turn import GivenUp, TakeTurn

# Also without a bell: leases end, waits run out, another process on SQLite accepts.
LOOK_SECONDS = 0.5
STORE_AGAIN_SECONDS = 0.5
# How long turns that are going on may still take when the process ends.
FAREWELL_SECONDS = 3.0


@dataclass
class _Work:
    """A turn that is going on; `limit` ends it when its lease does."""

    task: asyncio.Task[None]
    limit: asyncio.Timeout


class Worker:
    """Answers at most `at_once` messages at the same time, each under a lease of `lease` seconds that it prolongs."""

    def __init__(
        self,
        inbox: Inbox,
        bells: Bells,
        take_turn: TakeTurn,
        breaker: Breaker,
        metrics: Metrics,
        at_once: int,
        lease: float,
    ) -> None:
        self._inbox, self._bells = inbox, bells
        self._take_turn, self._breaker, self._metrics = take_turn, breaker, metrics
        self._at_once, self._lease = at_once, lease
        self._owner = secrets.token_hex(8)
        self._working: dict[tuple[str, int], _Work] = {}
        self._log = structlog.get_logger("web.worker")

    async def run(self) -> None:
        """Work until cancelled; then give back what is not done."""
        keeping = asyncio.create_task(self._keep_leases())
        try:
            while True:
                await self._take_all()
                await rings(self._bells.work, LOOK_SECONDS)
        finally:
            await self._farewell()
            keeping.cancel()

    async def _take_all(self) -> None:
        try:
            while len(self._working) < self._at_once and await self._take():
                pass
        except InboxUnavailableError as error:
            self._log.warning("inbox unavailable", error=str(error))

    async def _take(self) -> bool:
        """Start the next turn; whether there was one."""
        permit = self._breaker.permit()
        try:
            claim = await self._inbox.claim(self._owner, self._lease, due_only=permit is Permit.NONE)
        except BaseException:
            self._breaker.give_back(permit)
            raise
        if claim is None or claim.key in self._working:  # ours still, only its lease had ended
            self._breaker.give_back(permit)
            return claim is not None
        limit = asyncio.timeout(self._lease)
        task = asyncio.create_task(self._turn(claim, permit, limit))
        self._working[claim.key] = _Work(task, limit)
        task.add_done_callback(lambda done: self._done(claim, done))
        return True

    def _done(self, claim: Claim, task: asyncio.Task[None]) -> None:
        del self._working[claim.key]
        self._bells.work.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease ends by itself, and the message is taken again.
            self._log.error("turn broken", exc_info=error)

    async def _turn(self, claim: Claim, permit: Permit, limit: asyncio.Timeout) -> None:
        started = time.monotonic()
        try:
            outcome = await self._outcome(claim, permit, limit)
            await self._keep(claim, outcome)
        except LeaseLostError:
            self._log.warning("lease lost")
            return
        except asyncio.CancelledError:
            await self._inbox.release(claim)
            raise
        finally:
            self._breaker.give_back(permit)
        if outcome is not None:
            self._metrics.turn_ended(time.monotonic() - started, failed=isinstance(outcome, GivenUp))

    async def _outcome(self, claim: Claim, permit: Permit, limit: asyncio.Timeout) -> Answer | GivenUp | None:
        may_wait = self._inbox.clock() < claim.answer_by
        if permit is Permit.NONE:
            if claim.conversation.held_by is not None:
                return Answer([])
            return self._take_turn.given_up(claim, "unreachable")
        try:
            async with limit:
                return await self._take_turn.run(claim, may_wait)
        except TimeoutError as error:
            raise LeaseLostError from error

    async def _keep(self, claim: Claim, outcome: Answer | GivenUp | None) -> None:
        """Keep what a turn came to, trying again while the database is away: for others it is away, too."""
        while True:
            try:
                return await self._keep_once(claim, outcome)
            except InboxUnavailableError as error:
                self._log.warning("answer not kept yet", error=str(error))
                await asyncio.sleep(STORE_AGAIN_SECONDS)

    async def _keep_once(self, claim: Claim, outcome: Answer | GivenUp | None) -> None:
        if outcome is None:
            await self._inbox.release(claim)
        elif isinstance(outcome, GivenUp):
            await self._inbox.give_up(claim, outcome.language, outcome.reason, outcome.answer)
        else:
            await self._inbox.answer(claim, outcome)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(self._lease / 3)
            if self._working:
                await self._renew()

    async def _renew(self) -> None:
        until = asyncio.get_running_loop().time() + self._lease
        keys = list(self._working)
        try:
            held = await self._inbox.renew(self._owner, keys, self._lease)
        except InboxUnavailableError:
            return  # each turn ends with its lease
        for key in keys:
            work = self._working.get(key)
            if work is not None:
                _prolong(work.limit, until if key in held else 0.0)

    async def _farewell(self) -> None:
        tasks = [work.task for work in self._working.values()]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=FAREWELL_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _prolong(limit: asyncio.Timeout, until: float) -> None:
    """Move the end of a turn, where Rasa is still being asked."""
    try:
        limit.reschedule(until)
    except RuntimeError:
        return  # not begun, or over: the answer is being kept
