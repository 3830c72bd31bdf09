"""Decides from data whether an alternative is open to a customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from policy_kb.answer.facts import LOYALTY_LEVELS, CustomerFacts

Fact = Literal["customer_group", "loyalty_level", "account_value", "order_state"]


@dataclass(frozen=True)
class Eligibility:
    """`allowed` None: not known; `missing` then names the facts that would decide it."""

    allowed: bool | None
    missing: tuple[Fact, ...] = ()


class Conditioned(Protocol):
    """What holds for some customers only; a condition that is None is no condition."""

    @property
    def customer_groups(self) -> list[str] | None: ...

    @property
    def loyalty_at_least(self) -> str | None: ...

    @property
    def account_value_at_least(self) -> int | None: ...

    @property
    def order_states(self) -> list[str] | None: ...


def eligibility(item: Conditioned, facts: CustomerFacts) -> Eligibility:
    """Whether everything that `item` asks for holds for these facts.

    A condition that is known not to hold decides at once; otherwise every unknown fact is named.
    """
    verdicts = list(_verdicts(item, facts))
    if any(holds is False for _, holds in verdicts):
        return Eligibility(allowed=False)
    missing = tuple(fact for fact, holds in verdicts if holds is None)
    return Eligibility(allowed=None, missing=missing) if missing else Eligibility(allowed=True)


def _verdicts(item: Conditioned, facts: CustomerFacts) -> Iterator[tuple[Fact, bool | None]]:
    if item.customer_groups is not None:
        known = facts.customer_group
        yield "customer_group", None if known is None else known in item.customer_groups
    if item.loyalty_at_least is not None:
        yield "loyalty_level", _reaches(facts.loyalty_level, item.loyalty_at_least)
    if item.account_value_at_least is not None:
        value = facts.account_value
        yield "account_value", None if value is None else value >= item.account_value_at_least
    if item.order_states is not None:
        state = facts.order_state
        yield "order_state", None if state is None else state in item.order_states


def _reaches(level: str | None, least: str) -> bool | None:
    if level not in LOYALTY_LEVELS:
        return None
    return LOYALTY_LEVELS.index(level) >= LOYALTY_LEVELS.index(least)
