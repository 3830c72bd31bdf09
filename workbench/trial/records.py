"""What a tried conversation is made of, in the form in which pages get it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Given(BaseModel):
    """What holds in the conversation: its moment (ISO, UTC unless a zone is given) and who the customer is.

    `customer` is one of the sample company's; or `facts` describe somebody new: `customer_group`, `loyalty_level`,
    `account_value`, `order_state`, `ordered_on`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    now: str
    customer: str | None = None
    facts: dict[str, Any] | None = None


class Scored(BaseModel):
    """Something that was likely, and how likely: an intent, or a policy with its title."""

    model_config = ConfigDict(frozen=True)

    name: str
    score: float
    title: str = ""


class Named(BaseModel):
    """Something that the message names: an order number, a day, a product."""

    model_config = ConfigDict(frozen=True)

    entity: str
    value: str
    text: str


class Quoted(BaseModel):
    """A clause that is near to what was asked, the nearest first."""

    model_config = ConfigDict(frozen=True)

    number: str
    text: str


class Step(BaseModel):
    """An action that was run, what chose it, and the rules and stories that say so; seconds where they are known."""

    model_config = ConfigDict(frozen=True)

    action: str
    chosen_by: str
    confidence: float | None
    rules: list[str]
    stories: list[str]
    seconds: float | None


class Changed(BaseModel):
    """A slot that this turn changed."""

    model_config = ConfigDict(frozen=True)

    slot: str
    before: Any
    after: Any


class Times(BaseModel):
    """Seconds: of the whole turn, of understanding the message (measured by itself), of the actions."""

    model_config = ConfigDict(frozen=True)

    whole: float
    understanding: float
    actions: float

    @property
    def rest(self) -> float:
        """Of choosing, keeping and handing over; never below nothing."""
        return max(0.0, self.whole - self.understanding - self.actions)


class LookedInto(BaseModel):
    """A turn with all that happened inside."""

    model_config = ConfigDict(frozen=True)

    text: str
    messages: list[dict[str, Any]]
    language: str | None
    language_certain: bool
    intents: list[Scored]
    second_intent: str | None
    in_scope: float | None
    entities: list[Named]
    level: str | None
    score: float | None
    cues: list[str]
    conversation: dict[str, Any]
    decision: str | None
    candidates: list[Scored]
    policy_in_scope: float | None
    clauses: list[Quoted]
    steps: list[Step]
    slots: list[Changed]
    times: Times


class Talk(BaseModel):
    """A tried conversation so far; `came_from` names the one it was taken from by stepping back."""

    model_config = ConfigDict(frozen=True)

    id: str
    given: Given
    turns: list[LookedInto]
    came_from: str | None = None
