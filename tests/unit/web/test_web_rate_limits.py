"""A visitor and an address may send so many messages; who sends more is told when to come again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.errors import RefusalCode, RefusalError
from web.protection import Protection
from web.rate_limits import Limit, RateLimits, network_of

WIDE = Limit(10_000, 10_000.0)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sent(limits: RateLimits, visitor: str, address: str) -> int:
    """0 where the message is taken, else the seconds to wait."""
    refusal: RefusalError | None = None
    try:
        limits.check(visitor, address)
    except RefusalError as error:
        refusal = error
    if refusal is None:
        return 0
    assert (refusal.code, refusal.status) == (RefusalCode.TOO_MANY, 429)
    assert refusal.retry_after is not None
    return refusal.retry_after


def test_of_sixty_messages_in_ten_seconds_some_are_refused_and_five_at_once_are_not() -> None:
    clock, protection = Clock(), Protection()
    visitor = Limit(protection.visitor_burst, protection.visitor_per_second)
    limits = RateLimits(visitor, WIDE, clock)
    waits = []
    for _ in range(60):
        waits.append(sent(limits, "anna", "192.0.2.1"))
        clock.now += 10 / 60

    assert waits[:5] == [0] * 5
    assert sum(wait > 0 for wait in waits) >= 25


def test_who_comes_again_after_the_time_told_is_let_in() -> None:
    clock = Clock()
    limits = RateLimits(Limit(2, 0.25), WIDE, clock)

    assert [sent(limits, "anna", "192.0.2.1") for _ in range(3)] == [0, 0, 4]
    clock.now += 4
    assert sent(limits, "anna", "192.0.2.1") == 0
    assert sent(limits, "anna", "192.0.2.1") > 0


def test_one_visitor_s_flood_is_nobody_else_s() -> None:
    limits = RateLimits(Limit(2, 0.1), Limit(100, 1), Clock())
    for _ in range(50):
        sent(limits, "flood", "192.0.2.1")

    assert sent(limits, "anna", "192.0.2.1") == 0


def test_an_address_is_limited_however_many_visitors_it_pretends_to_be() -> None:
    limits = RateLimits(Limit(5, 1), Limit(10, 1), Clock())

    assert sum(sent(limits, f"visitor {number}", "192.0.2.1") == 0 for number in range(50)) == 10
    assert sent(limits, "", "192.0.2.1") > 0
    assert sent(limits, "visitor", "192.0.2.2") == 0


def test_a_refused_message_costs_nothing() -> None:
    clock = Clock()
    limits = RateLimits(Limit(1, 1), Limit(3, 0.001), clock)
    sent(limits, "anna", "192.0.2.1")
    for _ in range(100):
        assert sent(limits, "anna", "192.0.2.1") == 1

    assert sent(limits, "bruno", "192.0.2.1") == 0


def test_a_household_counts_once_however_many_addresses_of_its_network_it_uses() -> None:
    limits = RateLimits(WIDE, Limit(3, 0.1), Clock())
    waits = [sent(limits, "", f"2001:db8:1:2::{number:x}") for number in range(10)]

    assert waits.count(0) == 3
    assert sent(limits, "", "2001:db8:1:3::1") == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("unknown", ""),
        ("1.2.3.4.5", ""),
    ],
)
def test_addresses_are_counted_by_who_has_them(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 3)), max_size=100))
def test_nobody_ever_gets_more_than_the_burst_and_what_time_gives(steps: list[tuple[str, float]]) -> None:
    clock = Clock()
    limits = RateLimits(Limit(4, 0.5), WIDE, clock)
    taken = dict.fromkeys("abcdefgh", 0)
    for visitor, pause in steps:
        clock.now += pause
        taken[visitor] += sent(limits, visitor, "192.0.2.1") == 0

    assert all(number <= 4 + (clock.now - 1000) * 0.5 + 1e-6 for number in taken.values())


def test_memory_is_bounded() -> None:
    limits = RateLimits(Limit(1, 0.001), WIDE, Clock(), capacity=100)
    for number in range(1000):
        sent(limits, f"visitor {number}", f"10.0.{number // 250}.{number % 250}")

    assert len(limits._visitors._buckets) == 100
    assert len(limits._addresses._buckets) == 100
    assert sent(limits, "visitor 999", "10.9.9.9") > 0
