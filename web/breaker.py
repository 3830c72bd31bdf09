"""A circuit breaker: while Rasa is dead, nobody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum, IntEnum

FAILURES = 5
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0


class BreakerState(IntEnum):
    """How it stands; the numbers are those of the metric."""

    CLOSED = 0
    HALF_OPEN = 1
    OPEN = 2


class Permit(Enum):
    """What a breaker says to a try."""

    NONE = "none"
    FREE = "free"
    PROBE = "probe"


class Breaker:
    """Opens after five failures in a row; lets one try through after a pause that doubles up to 30 seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = FIRST_PAUSE
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> BreakerState:
        """How it stands now."""
        if self._opened_at is None:
            return BreakerState.CLOSED
        paused = self._clock() - self._opened_at < self._pause
        return BreakerState.OPEN if paused and not self._probing else BreakerState.HALF_OPEN

    def permit(self) -> Permit:
        """Whether a try may be made now; half-open, a single one, which is to be given back in the end."""
        state = self.state
        if state is BreakerState.HALF_OPEN and not self._probing:
            self._probing = True
            return Permit.PROBE
        return Permit.FREE if state is BreakerState.CLOSED else Permit.NONE

    def give_back(self, permit: Permit) -> None:
        """The try is over, or was not made after all."""
        if permit is Permit.PROBE:
            self._probing = False

    def succeeded(self) -> None:
        """Rasa answered."""
        self._failures, self._pause = 0, FIRST_PAUSE
        self._opened_at, self._probing = None, False

    def failed(self) -> None:
        """Rasa did not answer."""
        if self._opened_at is not None and not self._probing:
            return  # a try from before it opened
        self._failures += 1
        if self._probing:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        if self._probing or self._failures >= FAILURES:
            self._opened_at, self._probing = self._clock(), False
