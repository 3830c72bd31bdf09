"""Another way for the customer, with eligibility that data decide."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from policy_kb.files.schema.text import ShortTextPair, Slug, Strict, TextPair

CustomerGroup = Literal["household", "business"]
LoyaltyLevel = Literal["base", "silver", "gold", "platinum"]
OrderState = Literal["placed", "preparing", "dispatched", "delivered", "collected", "cancelled"]


class Eligibility(Strict):
    """Who an alternative is for; everything given must hold. `account_value_at_least` in EUR in 12 months."""

    customer_group: list[CustomerGroup] | None = None
    loyalty_at_least: LoyaltyLevel | None = None
    account_value_at_least: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    order_state: list[OrderState] | None = None

    @property
    def is_open(self) -> bool:
        """Whether everyone is eligible."""
        return not self.model_dump(exclude_none=True)


class Alternative(Strict):
    """One alternative of a revision."""

    id: Slug
    title: ShortTextPair
    text: TextPair
    policy_id: Slug | None = None
    eligibility: Eligibility
    because: TextPair | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.because is None and not self.eligibility.is_open:
            raise PydanticCustomError("because", "is not for everyone and does not say why (`because`)")
        return self
