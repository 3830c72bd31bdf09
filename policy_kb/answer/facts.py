"""What is known about the customer and the order."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

CUSTOMER_GROUPS = ("household", "business")
LOYALTY_LEVELS = ("base", "silver", "gold", "platinum")
ORDER_STATES = ("placed", "preparing", "dispatched", "delivered", "collected", "cancelled")
# No order is older than the first shop; an earlier day is a slip of the keyboard.
EARLIEST_DAY = date(2000, 1, 1)
LONGEST_NAME = 200
# So many characters hold any day and hour; what is longer is not looked into.
_LONGEST_DAY = 40


@dataclass(frozen=True)
class CustomerFacts:
    """None means not known. `account_value` in EUR in the last 12 months; `ordered_on` is the day of the order."""

    customer_group: str | None = None
    loyalty_level: str | None = None
    account_value: float | None = None
    order_state: str | None = None
    ordered_on: date | None = None
    customer_name: str | None = None

    @classmethod
    def from_mapping(cls, facts: dict[str, Any] | None, today: date | None = None) -> CustomerFacts:
        """The facts of a loose mapping; keys and values that nobody defined are left out.

        A day that is after `today` (the present day unless another is given) or before 2000 is not known.
        """
        facts = facts or {}
        return cls(
            customer_group=_one_of(CUSTOMER_GROUPS, facts.get("customer_group")),
            loyalty_level=_one_of(LOYALTY_LEVELS, facts.get("loyalty_level")),
            account_value=_amount(facts.get("account_value")),
            order_state=_one_of(ORDER_STATES, facts.get("order_state")),
            ordered_on=_past_day(facts.get("ordered_on"), today or date.today()),
            customer_name=_name(facts.get("customer_name")),
        )

    def as_mapping(self) -> dict[str, Any]:
        """The facts that are known, as plain JSON values; `from_mapping` reads them back."""
        known = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}


def _one_of(names: tuple[str, ...], value: object) -> str | None:
    return next((name for name in names if name == value), None)


def _amount(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        amount = float(value)
    except OverflowError:  # a whole number beyond every float
        return None
    return amount if math.isfinite(amount) else None


def _past_day(value: object, today: date) -> date | None:
    day = _day(value)
    return day if day is not None and EARLIEST_DAY <= day <= today else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) > _LONGEST_DAY:
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None


def _name(value: object) -> str | None:
    """A name on one line; what holds control characters or half characters is none."""
    name = value.strip() if isinstance(value, str) else ""
    return name if 0 < len(name) <= LONGEST_NAME and name.isprintable() else None
