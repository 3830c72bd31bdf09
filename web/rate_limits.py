"""How many messages a visitor, and an address, may send."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from web.errors import RefusalCode, RefusalError

Clock = Callable[[], float]
CAPACITY = 50_000
HELD_SECONDS = 1.0


@dataclass(frozen=True)
class Limit:
    """`burst` messages at once, and `per_second` more as time goes on."""

    burst: int
    per_second: float


# More than somebody who presses a button again and again would ever draw.
REFUSED_AT_ONCE = Limit(40, 2.0)


class RateLimits:
    """A token bucket for each visitor and one for each address; those longest untouched are forgotten, full again."""

    def __init__(self, visitor: Limit, address: Limit, clock: Clock = time.monotonic, capacity: int = CAPACITY) -> None:
        """Take the two limits, a clock in seconds that never goes back, and how many buckets of each are kept."""
        self._visitors = _Buckets(visitor, clock, capacity)
        self._addresses = _Buckets(address, clock, capacity)

    def check(self, visitor: str, address: str) -> None:
        """Count a message of `visitor` (`""`: not known yet) from the IP address `address`.

        Raises:
            RefusalError: too many; nothing is counted, and `retry_after` says in how many seconds to come again.
        """
        wait = self._addresses.wait(network_of(address))
        if visitor:
            wait = max(wait, self._visitors.wait(visitor))
        if wait > 0:
            raise RefusalError(RefusalCode.TOO_MANY, retry_after=max(1, math.ceil(wait)))
        self._addresses.take(network_of(address))
        if visitor:
            self._visitors.take(visitor)


class Refusals:
    """How long refusals are held back: a few come at once, and a flood gets no more of them than it can wait for."""

    def __init__(
        self, at_once: Limit = REFUSED_AT_ONCE, clock: Clock = time.monotonic, capacity: int = CAPACITY
    ) -> None:
        """Take how many refusals come at once, a clock as that of the limits, and how many buckets are kept."""
        self._buckets = _Buckets(at_once, clock, capacity)

    def pause(self, who: str) -> float:
        """Count a refusal of `who`; for how many seconds to hold it back."""
        if self._buckets.wait(who) > 0:
            return HELD_SECONDS
        self._buckets.take(who)
        return 0.0


@dataclass
class _Bucket:
    tokens: float
    seen: float


class _Buckets:
    def __init__(self, limit: Limit, clock: Clock, capacity: int) -> None:
        self._limit = limit
        self._clock = clock
        self._capacity = capacity
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """The seconds until a token is there; 0 where there is one."""
        missing = 1 - self._filled(key).tokens
        return max(0.0, missing / self._limit.per_second)

    def take(self, key: str) -> None:
        self._filled(key).tokens -= 1

    def _filled(self, key: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(self._limit.burst, now))
        gained = (now - bucket.seen) * self._limit.per_second
        bucket.tokens, bucket.seen = min(self._limit.burst, bucket.tokens + gained), now
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        return bucket


def network_of(address: str) -> str:
    """Whom an address is counted for: an IPv4 address itself, the /64 of an IPv6 one, and unreadable ones together."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    # A household has a whole /64 of its own, and would else have as many buckets as it likes.
    return str(parsed.ipv4_mapped) if parsed.ipv4_mapped else str(IPv6Address(int(parsed) >> 64 << 64))
