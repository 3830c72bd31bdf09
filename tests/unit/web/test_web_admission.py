"""Refusals that somebody draws again and again are held back, so that a flood is slow and costs others little."""

from __future__ import annotations

import asyncio

from fastapi import Request

from web.admission import Admission, peer_address
from web.errors import RefusalError
from web.rate_limits import Limit, RateLimits, Refusals

WIDE = Limit(10_000, 10_000.0)


class Time:
    """A clock that passes only while somebody waits; the waits are written down."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)


def request_from(address: str) -> Request:
    return Request({"type": "http", "client": (address, 4711), "headers": []})


def admission_with(time: Time, visitor: Limit, address: Limit = WIDE) -> Admission:
    """Three refusals at once, one more every ten seconds."""
    limits = RateLimits(visitor, address, time)
    return Admission(limits, peer_address, Refusals(Limit(3, 0.1), time), time.wait)


def refused(admission: Admission, visitor: str | None, times: int, address: str = "192.0.2.1") -> list[bool]:
    """Which of so many messages in a row are refused."""

    async def send() -> bool:
        try:
            await admission.check(request_from(address), visitor)
        except RefusalError:
            return True
        return False

    async def send_all() -> list[bool]:
        return [await send() for _ in range(times)]

    return asyncio.run(send_all())


def test_a_few_refusals_come_at_once_and_those_of_a_flood_are_held_back() -> None:
    time = Time()
    admission = admission_with(time, Limit(2, 0.001))

    assert refused(admission, "flood", 10) == [False] * 2 + [True] * 8
    assert time.waits == [1.0] * 5


def test_nobody_else_waits_for_a_flood() -> None:
    time = Time()
    admission = admission_with(time, Limit(1, 0.001))
    refused(admission, "flood", 20)
    time.waits.clear()

    assert refused(admission, "anna", 2) == [False, True]
    assert time.waits == []


def test_who_keeps_still_for_a_while_is_refused_at_once_again() -> None:
    time = Time()
    admission = admission_with(time, Limit(1, 0.0001))
    refused(admission, "flood", 20)
    time.waits.clear()
    time.now += 30

    assert refused(admission, "flood", 4) == [True] * 4
    assert time.waits == [1.0]


def test_visitors_without_a_name_are_held_back_by_their_address() -> None:
    time = Time()
    admission = admission_with(time, WIDE, Limit(1, 0.001))
    refused(admission, None, 6)
    assert len(time.waits) == 2

    assert refused(admission, None, 1, "192.0.2.2") == [False]
    assert len(time.waits) == 2


def test_messages_that_are_taken_are_never_held_back() -> None:
    time = Time()
    admission = admission_with(time, WIDE)

    assert not any(refused(admission, "anna", 100))
    assert time.waits == []
