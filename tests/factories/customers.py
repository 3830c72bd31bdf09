"""The company's customers."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factories.texts import Content


def make_order(number: str = "AC-1", **changes: Any) -> Content:
    """An order as `customers.yml` holds it."""
    return {"number": number, "placed_on": date(2026, 5, 20), "state": "delivered"} | changes


def make_customer(customer_id: str = "C-1", **changes: Any) -> Content:
    """A customer as `customers.yml` holds it; `changes` replace whole keys."""
    return {
        "id": customer_id,
        "name": "Ada Rossi",
        "customer_group": "household",
        "loyalty_level": "gold",
        "account_value": 1800.5,
        "orders": [make_order()],
    } | changes


def make_customers() -> list[Content]:
    """`customers.yml`: Ada with one order, a studio with two, Ivo of whom little is known and who never ordered."""
    two = [make_order("AC-2", state="placed", placed_on=date(2026, 11, 20)), make_order("AC-3")]
    return [
        make_customer(),
        make_customer("C-2", name="Studio Blu", customer_group="business", loyalty_level="base", orders=two),
        {"id": "C-3", "name": "Ivo Neri", "customer_group": "household", "orders": []},
    ]
