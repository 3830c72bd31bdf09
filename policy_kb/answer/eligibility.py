"""Decides from data whether an alternative is open to a customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policy_kb.answer.facts import LOYALTY_LEVELS, CustomerFacts
from policy_kb.tables import Alternative

Fact = Literal["customer_group", "loyalty_level", "account_value", "order_state"]


@dataclass(frozen=True)
class Eligibility:
    """`allowed` None: not known; `missing` then names the facts that would decide it."""

    allowed: bool | None
    missing: tuple[Fact, ...] = ()


def eligibility(alternative: Alternative, facts: CustomerFacts) -> Eligibility:
    """Whether everything that `alternative` asks for holds for these facts.

    A condition that is known not to hold decides at once; otherwise every unknown fact is named.
    """
    verdicts = list(_verdicts(alternative, facts))
    if any(holds is False for _, holds in verdicts):
        return Eligibility(allowed=False)
    missing = tuple(fact for fact, holds in verdicts if holds is None)
    return Eligibility(allowed=None, missing=missing) if missing else Eligibility(allowed=True)


def _verdicts(alternative: Alternative, facts: CustomerFacts) -> Iterator[tuple[Fact, bool | None]]:
    if alternative.customer_groups is not None:
        known = facts.customer_group
        yield "customer_group", None if known is None else known in alternative.customer_groups
    if alternative.loyalty_at_least is not None:
        yield "loyalty_level", _reaches(facts.loyalty_level, alternative.loyalty_at_least)
    if alternative.account_value_at_least is not None:
        value = facts.account_value
        yield "account_value", None if value is None else value >= alternative.account_value_at_least
    if alternative.order_states is not None:
        state = facts.order_state
        yield "order_state", None if state is None else state in alternative.order_states


def _reaches(level: str | None, least: str) -> bool | None:
    if level not in LOYALTY_LEVELS:
        return None
    return LOYALTY_LEVELS.index(level) >= LOYALTY_LEVELS.index(least)
