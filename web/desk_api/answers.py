"""What the interface answers. Moments are ISO 8601 in UTC."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from web.console.records import Outcome
from web.inbox.records import Queue
from web.language import Language


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Answer):
    """A conversation in the list. `held_by` names the person who has it, `mine` tells whether that is the caller."""

    id: str
    queue: Queue
    customer_name: str | None
    verified: bool
    language: Language | None
    score: float = Field(description="How frustrated the customer is, from 0 on.")
    level: str
    trend: str
    policy_id: str | None
    preview: str
    unread: int
    held_by: str | None
    mine: bool
    wanted_at: str | None
    due_at: str | None = Field(description="By when a person is promised.")
    said_at: str | None
    started_at: str
    last_event: int


class Listed(_Answer):
    """A page of a list; `counts` holds at most 1000 for each queue, which says: many."""

    conversations: list[Row]
    more: bool
    counts: dict[str, int]


class Happening(BaseModel):
    """An event as customers read it (see `/api/events`), with what its type brings."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: Literal["accepted", "reply", "failed", "state", "person"]
    event: int = Field(ge=1)
    at: str


class Tried(_Answer):
    """A policy that was quoted: in which version, and which kinds of answers were made from it."""

    policy_id: str
    version: int | None
    kinds: list[str]


class Summary(_Answer):
    """What was asked first and last, which policies were quoted, how the mood went, which tickets were promised."""

    asked: str | None
    open: str | None
    tried: list[Tried]
    moods: list[str]
    promised: list[str]


class Wanted(_Answer):
    """What was asked of a person; `until` is the last day that the policy allows."""

    id: int
    number: str
    kind: str
    state: str
    text: str
    policy_id: str | None
    wanted_day: str | None
    due_at: str
    standing: str
    can_be_decided: bool
    until: str | None


class Note(_Answer):
    """What a representative wrote for colleagues."""

    at: str
    name: str
    text: str


class Looking(_Answer):
    """A colleague who looks at the conversation in the console now; `drafting`: and writes an answer."""

    name: str
    drafting: bool


class Before(_Answer):
    """Another conversation of the same verified customer."""

    id: str
    started_at: str
    queue: Queue
    policy_id: str | None
    preview: str


class Step(_Answer):
    """Who decides next about the policy in question, and within how many hours."""

    role: str
    decides: str
    within_hours: int


class Whole(_Answer):
    """A conversation. `knowledge` is false where the knowledge base did not answer: facts, requests and chain are
    then empty."""

    conversation: Row
    events: list[Happening]
    summary: Summary
    facts: dict[str, Any]
    requests: list[Wanted]
    chain: list[Step]
    notes: list[Note]
    colleagues: list[Looking]
    earlier: list[Before]
    knowledge: bool


class Source(_Answer):
    """Where a reply comes from."""

    label: str
    url: str | None


class Reason(_Answer):
    """One reason why something is suggested: its name, and what it is about."""

    name: str
    value: str | float


class Suggestion(_Answer):
    """A reply that is ready to be sent; `id` is for reporting what becomes of it.

    `place` is its place by what was accepted before, `place_before` without that, `acceptance` the share it is
    reckoned with.
    """

    id: int
    kind: str
    policy_id: str
    version: int
    language: Language
    text: str
    sources: list[Source]
    confidence: float
    why: list[Reason]
    parts: list[str]
    place: int
    place_before: int
    acceptance: float


class Suggested(_Answer):
    """Suggestions for the customer's latest message, best first; where there is none, `silence` says why.

    `message` is the number of that message's event, `intent` what was understood.
    """

    message: int | None
    level: str | None
    language: Language | None
    intent: str | None
    suggestions: list[Suggestion]
    silence: str | None


class Reported(_Answer):
    """`outcome` is what is kept; `counted`: this report did it, as the first about the suggestion."""

    id: int
    outcome: Outcome
    counted: bool


class Spoken(_Answer):
    """What the customer reads now is this event; `new`: it was not said before."""

    id: str
    event: int
    new: bool
