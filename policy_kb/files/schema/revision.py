"""A revision of an article: complete in itself, dated, in both languages."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from policy_kb.files.schema.alternative import Alternative
from policy_kb.files.schema.case import Case
from policy_kb.files.schema.evidence import Evidence
from policy_kb.files.schema.resource import AnyResource
from policy_kb.files.schema.text import ClauseNumber, Day, Strict, TextPair


class Change(Strict):
    """What changed since the revision before, and why that is better."""

    then: TextPair
    now: TextPair
    better: TextPair


class Transition(Strict):
    """A time in which the old rule may still be used, with the help there is meanwhile."""

    from_: Day = Field(alias="from")
    old_rule_until: Day
    grace_until: Day | None = None
    text: TextPair
    help: Annotated[list[TextPair], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        last = self.grace_until or self.old_rule_until
        if not self.from_ <= self.old_rule_until <= last:
            raise PydanticCustomError("transition_order", "has its days out of order")
        return self


class Clause(Strict):
    """A numbered piece of the exact text."""

    number: ClauseNumber
    text: TextPair


class Revision(Strict):
    """One revision as it stands in a file."""

    version: PositiveInt
    in_force_from: Day
    approved_by: TextPair
    approved_on: Day
    summary: TextPair
    meaning: TextPair
    simpler: TextPair | None = None
    steps: Annotated[list[TextPair], Field(min_length=2, max_length=6)]
    why: TextPair
    evidence: list[Evidence] = []
    change: Change | None = None
    alternatives: list[Alternative] = []
    transition: Transition | None = None
    resources: list[AnyResource] = []
    clauses: Annotated[list[Clause], Field(min_length=1)]
    cases: list[Case] = []

    @model_validator(mode="after")
    def _approved_first(self) -> Self:
        if self.approved_on > self.in_force_from:
            raise PydanticCustomError("approved_late", "is in force before it was approved")
        return self
