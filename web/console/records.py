"""What the console shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from web.inbox.records import Queue
from web.language import Language

QueueName = Literal["waiting", "mine", "others", "bot", "closed"]
QUEUES: tuple[QueueName, ...] = get_args(QueueName)
Outcome = Literal["accepted", "edited", "dismissed", "wrong_policy"]


@dataclass(frozen=True)
class QueueRow:
    """A conversation in the list. Times are seconds since 1970; `due_at` is when a person is promised."""

    id: str
    queue: Queue
    customer_name: str | None
    verified: bool
    language: Language | None
    score: float
    level: str
    trend: str
    policy_id: str | None
    preview: str
    unread: int
    held_by: str | None
    held_name: str | None
    wanted_at: float | None
    said_at: float | None
    due_at: float | None
    started_at: float
    last_event: int


@dataclass(frozen=True)
class Listed:
    """A page of the list: its rows, whether more follow, and how many are in each queue."""

    rows: list[QueueRow]
    more: bool
    counts: dict[QueueName, int]


@dataclass(frozen=True)
class Note:
    """What a representative wrote for colleagues."""

    at: float
    name: str
    text: str


@dataclass(frozen=True)
class Presence:
    """A colleague who looks at the conversation now."""

    name: str
    drafting: bool


@dataclass(frozen=True)
class Earlier:
    """Another conversation of the same customer."""

    id: str
    started_at: float
    queue: Queue
    policy_id: str | None
    preview: str


@dataclass(frozen=True)
class ShownSuggestion:
    """A suggestion on the screen; `suggestion` is as `Suggestion.as_mapping` has it, `standing` why it is there."""

    id: int
    suggestion: dict[str, Any]
    standing: dict[str, Any]
