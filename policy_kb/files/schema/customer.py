"""The company's customers and their orders."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, RootModel, StringConstraints
from pydantic_core import PydanticCustomError

from policy_kb.files.schema.alternative import CustomerGroup, LoyaltyLevel, OrderState
from policy_kb.files.schema.text import Day, ShortText, Strict


def _not_too_early(day: date) -> date:
    if day.year < 2000:
        raise PydanticCustomError("too_early", "is before the year 2000")
    return day


# Ids and numbers come from the company's own systems: letters, digits, and what usually parts them.
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", max_length=40)]


class Order(Strict):
    """An order of a customer."""

    number: Id
    placed_on: Annotated[Day, AfterValidator(_not_too_early)]
    state: OrderState


class Customer(Strict):
    """A customer; `account_value` in EUR in the last 12 months."""

    id: Id
    name: ShortText
    customer_group: CustomerGroup
    loyalty_level: LoyaltyLevel | None = None
    account_value: Annotated[float, Field(ge=0, le=100_000_000, allow_inf_nan=False)] | None = None
    orders: list[Order]


class Customers(RootModel[list[Customer]]):
    """`customers.yml`: a list of customers."""
