"""What a story's `metadata` may say: what is given, what is done before a message, and what the turn must come to."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from conversation_tests.words import say

# The moment at which a story takes place unless it gives another; a Thursday in office hours.
DEFAULT_NOW = "2026-11-26T10:00:00"

ActionServerFault = Literal["down", "slow", "garbage", "wrong_shape"]
_SPEAKING = frozenset({"kinds", "policy", "version", "language", "says", "options", "options_at_least"})


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Before(_Strict):
    """One thing done before a message; exactly one key is given.

    `action_server` misbehaves in this turn; the `database` is locked in this turn; a policy stays withdrawn until
    the story ends.
    """

    action_server: ActionServerFault | None = None
    withdraw: str | None = None
    database: Literal["locked"] | None = None
    representative: Literal["takes_over", "hands_back"] | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = (self.action_server, self.withdraw, self.database, self.representative)
        if sum(value is not None for value in given) != 1:
            raise ValueError(say("one-thing"))
        return self

    @property
    def touches_everyone(self) -> bool:
        """Whether other stories would notice it too."""
        return self.withdraw is not None or self.database is not None


class Expectation(_Strict):
    """What one turn must come to. What the file does not name (`model_fields_set`) is not compared."""

    kinds: list[str | None] = Field(default_factory=list)
    policy: str | None = None
    version: int | None = None
    language: Literal["it", "en"] = "it"
    handoff: Literal["none", "offered", "requested", "active"] = "none"
    level: Literal["calm", "tense", "frustrated", "angry"] = "calm"
    slots: dict[str, Any] = Field(default_factory=dict)
    says: list[str] = Field(default_factory=list)
    says_not: list[str] = Field(default_factory=list)
    options: int = Field(default=0, ge=0)
    options_at_least: int = Field(default=0, ge=0)
    silent: bool = False
    before: list[Before] = Field(default_factory=list)

    @model_validator(mode="after")
    def _silence_says_nothing(self) -> Self:
        promised = sorted(self.model_fields_set & _SPEAKING)
        if self.silent and promised:
            raise ValueError(say("no-promise-to-silence", key=promised[0]))
        return self


class Given(_Strict):
    """What holds before the conversation: the moment (ISO) and the customer who is signed in."""

    now: str = DEFAULT_NOW
    customer: str | None = None

    @field_validator("now", mode="before")
    @classmethod
    def _moment(cls, value: object) -> str:
        """YAML reads some moments as such and others as text."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError as error:
            raise ValueError(say("no-moment")) from error
        return moment.isoformat()

    @property
    def today(self) -> str:
        """The day of `now`, as YYYY-MM-DD."""
        return self.now[:10]


class Metadata(_Strict):
    """All that stands in `metadata`; without `turns` nothing but text is expected of each."""

    given: Given = Field(default_factory=Given)
    # Whether `rasa test core`, which runs no action, can play it too; this runner does not look at it.
    rasa_test: bool = True
    turns: list[Expectation] | None = None
