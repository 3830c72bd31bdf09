"""What is known about the customer and the order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LOYALTY_LEVELS = ("base", "silver", "gold", "platinum")


@dataclass(frozen=True)
class CustomerFacts:
    """None means not known. `account_value` in EUR in the last 12 months."""

    customer_group: str | None = None
    loyalty_level: str | None = None
    account_value: float | None = None
    order_state: str | None = None

    @classmethod
    def from_mapping(cls, facts: dict[str, Any] | None) -> CustomerFacts:
        """The facts of a loose mapping; unknown keys and values of the wrong type are left out."""
        facts = facts or {}
        value = facts.get("account_value")
        level = facts.get("loyalty_level")
        return cls(
            customer_group=_text(facts.get("customer_group")),
            loyalty_level=level if level in LOYALTY_LEVELS else None,
            account_value=float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None,
            order_state=_text(facts.get("order_state")),
        )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
