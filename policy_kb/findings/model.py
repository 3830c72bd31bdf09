"""What is published of customers' answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy_kb.bilingual import Bilingual


@dataclass(frozen=True)
class Total:
    """A number over all policies. Where it is not `exact`, there are at least that many; 0 then says nothing."""

    number: int
    exact: bool

    @property
    def is_told(self) -> bool:
        """Whether it says anything."""
        return self.exact or self.number > 0


@dataclass(frozen=True)
class Totals:
    """The totals of each kind of answer."""

    objections: Total
    helped: Total
    not_helped: Total
    surveys: Total

    @property
    def are_told(self) -> bool:
        """Whether any of them says anything."""
        return any(total.is_told for total in (self.objections, self.helped, self.not_helped, self.surveys))


@dataclass(frozen=True)
class Ease:
    """How easy it was to get an answer: mean of 1 (very hard) to 5 (very easy), to one decimal, of so many answers."""

    mean: float
    answers: int


@dataclass(frozen=True)
class PolicyFindings:
    """The answers about one policy; None: fewer than the threshold.

    `policy_id` and `title` are None for answers about no single policy, or about one that is no longer in force.
    """

    policy_id: str | None
    title: Bilingual | None
    objections: int | None
    helped: int | None
    not_helped: int | None
    ease: Ease | None

    @property
    def are_told(self) -> bool:
        """Whether any number may be shown."""
        return any(value is not None for value in (self.objections, self.helped, self.not_helped, self.ease))


@dataclass(frozen=True)
class Heard:
    """Evidence that came from customers."""

    finding: Bilingual
    citation: Bilingual
    url: str


@dataclass(frozen=True)
class Change:
    """A rule in force that was changed after customers were heard, in the words of its approved revision."""

    policy_id: str
    version: int
    title: Bilingual
    in_force_from: date
    then: Bilingual
    now: Bilingual
    better: Bilingual | None
    heard: tuple[Heard, ...]


@dataclass(frozen=True)
class Findings:
    """The answers from the day `since` to the day `until`, both included, and the changes in force on `until`."""

    since: date
    until: date
    threshold: int
    totals: Totals
    policies: tuple[PolicyFindings, ...]
    changes: tuple[Change, ...]
