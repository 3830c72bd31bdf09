"""What is known about the customer and the order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

CUSTOMER_GROUPS = ("household", "business")
LOYALTY_LEVELS = ("base", "silver", "gold", "platinum")
ORDER_STATES = ("placed", "preparing", "dispatched", "delivered", "collected", "cancelled")


@dataclass(frozen=True)
class CustomerFacts:
    """None means not known. `account_value` in EUR in the last 12 months."""

    customer_group: str | None = None
    loyalty_level: str | None = None
    account_value: float | None = None
    order_state: str | None = None

    @classmethod
    def from_mapping(cls, facts: dict[str, Any] | None) -> CustomerFacts:
        """The facts of a loose mapping; keys and values that nobody defined are left out."""
        facts = facts or {}
        return cls(
            customer_group=_one_of(CUSTOMER_GROUPS, facts.get("customer_group")),
            loyalty_level=_one_of(LOYALTY_LEVELS, facts.get("loyalty_level")),
            account_value=_amount(facts.get("account_value")),
            order_state=_one_of(ORDER_STATES, facts.get("order_state")),
        )


def _one_of(names: tuple[str, ...], value: object) -> str | None:
    return next((name for name in names if name == value), None)


def _amount(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None
