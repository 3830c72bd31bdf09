"""What is counted of suggestions."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

from web.console.telemetry.period import Week

Dimension = Literal["policy", "kind", "language", "level"]
DIMENSIONS: tuple[Dimension, ...] = ("policy", "kind", "language", "level")
# How a person's answer came about: with a suggestion, without although some were shown, or where there was none.
Help = Literal["used", "unused", "none"]
# Of fewer than so many a share says little, and is marked so.
FEW = 20
_Z95 = 1.959964


@dataclass(frozen=True)
class Tally:
    """How many were shown, and what became of them."""

    shown: int = 0
    opened: int = 0
    accepted: int = 0
    edited: int = 0
    dismissed: int = 0
    wrong: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.shown + other.shown,
            self.opened + other.opened,
            self.accepted + other.accepted,
            self.edited + other.edited,
            self.dismissed + other.dismissed,
            self.wrong + other.wrong,
        )

    @property
    def taken(self) -> int:
        """Accepted as they are or edited."""
        return self.accepted + self.edited

    @property
    def share(self) -> float:
        """The share taken of those shown, 0 to 1; 0 where none was shown."""
        return self.part(self.taken)

    @property
    def is_few(self) -> bool:
        """Whether the share rests on too few to say much."""
        return self.shown < FEW

    @property
    def likely(self) -> tuple[float, float]:
        """Between which shares the true one lies, in 95 of 100 such cases (Wilson 1927)."""
        if self.shown == 0:
            return 0.0, 1.0
        square = _Z95**2
        middle = (self.taken + square / 2) / (self.shown + square)
        spread = _Z95 / (self.shown + square) * sqrt(self.taken * (1 - self.share) + square / 4)
        return max(0.0, middle - spread), min(1.0, middle + spread)

    def part(self, number: int) -> float:
        """The share of `number` in those shown."""
        return number / self.shown if self.shown else 0.0


@dataclass(frozen=True)
class Group:
    """What is alike in one thing (`key`: a policy, a kind, a language, a level)."""

    key: str
    tally: Tally


@dataclass(frozen=True)
class WeekTally:
    """A week of a period."""

    week: Week
    tally: Tally


@dataclass(frozen=True)
class Changed:
    """How much was changed of those edited: their number, and the mean of the parts changed, 0 to 1."""

    number: int = 0
    mean: float = 0.0


@dataclass(frozen=True)
class Answering:
    """How many messages were first answered so, and the median of the seconds that took."""

    number: int = 0
    median: float | None = None


@dataclass(frozen=True)
class Correction:
    """A suggestion was of policy `policy_id`, but `right` was the right one, `number` times."""

    policy_id: str
    right: str
    number: int


@dataclass(frozen=True)
class Learnt:
    """What the order of suggestions has learnt of a policy."""

    policy_id: str
    tally: Tally


@dataclass(frozen=True)
class Numbers:
    """Everything that the page shows."""

    total: Tally = Tally()
    groups: dict[Dimension, list[Group]] = field(default_factory=dict)
    weeks: list[WeekTally] = field(default_factory=list)
    changed: Changed = Changed()
    changed_by_policy: dict[str, Changed] = field(default_factory=dict)
    reasons: list[tuple[str, int]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    answering: dict[Help, Answering] = field(default_factory=dict)
