"""What the review is about: items, groups, decisions and drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from web.language import Language

Kind = Literal[
    "no_answer", "clarification", "low_confidence", "objection", "handoff", "repeated", "dismissed", "wrong_policy"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
State = Literal["open", "corrected", "accepted", "dismissed"]
STATES: tuple[State, ...] = get_args(State)
Act = Literal["accept", "dismiss", "correct"]
BECOMES: dict[Act, State] = {"accept": "accepted", "dismiss": "dismissed", "correct": "corrected"}
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Noticed:
    """Something went wrong after a customer's message; `text` is masked, `kinds` says what."""

    conversation_id: str
    message: int
    at: float
    text: str
    language: Language
    kinds: frozenset[Kind]
    vector: Vector
    intent: str | None = None
    confidence: float | None = None
    level: str | None = None
    policy_id: str | None = None
    right_policy_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Item:
    """Something noticed, as it is kept; `group_id` names those that are like it, `decided` who decided and when."""

    id: int
    group_id: int
    conversation_id: str
    message: int
    at: float
    text: str
    language: Language
    kinds: tuple[Kind, ...]
    intent: str | None
    confidence: float | None
    level: str | None
    policy_id: str | None
    right_policy_id: str | None
    reason: str | None
    state: State
    version: int
    decided_by: str | None
    decided_at: float | None

    @property
    def key(self) -> str:
        """The item as a form names it, with the version that was seen."""
        return f"{self.id}.{self.version}"


@dataclass(frozen=True)
class Asked:
    """Which groups are asked for; the empty text is any."""

    state: State = "open"
    kind: Kind | Literal[""] = ""
    language: Language | Literal[""] = ""
    policy_id: str = ""


@dataclass(frozen=True)
class Place:
    """A place in the list of groups: the largest first, then those with the newest item."""

    size: int
    newest: int
    group_id: int

    def __str__(self) -> str:
        return f"{self.size}-{self.newest}-{self.group_id}"


@dataclass(frozen=True)
class Group:
    """Items that are like each other: how many stand as asked for, the newest of them, and what they are."""

    place: Place
    newest: Item
    kinds: tuple[tuple[Kind, int], ...]


@dataclass(frozen=True)
class Chosen:
    """Items of a group that a decision is for: named ones with their versions, or all open ones up to `seen`.

    `count` is how many open ones were there when the page was made.
    """

    group_id: int
    items: tuple[tuple[int, int], ...] = ()
    seen: int = 0
    count: int = 0

    @property
    def is_all(self) -> bool:
        """Whether the whole group is meant."""
        return not self.items


@dataclass(frozen=True)
class Decision:
    """What somebody decided about `size` items."""

    id: int
    at: float
    account_id: str
    name: str
    act: Act
    group_id: int
    size: int
    details: dict[str, Any]
    changes: list[dict[str, str | None]]
    undone_at: float | None


@dataclass(frozen=True)
class Draft:
    """Example questions that wait for the policy's owner, or what became of them."""

    id: int
    decision_id: int
    policy_id: str
    language: Language
    lines: list[str]
    state: Literal["draft", "approved", "refused"]
    made_at: float
    made_by: str
    made_name: str
    decided_at: float | None
    decided_by: str | None
    decided_name: str | None
    change: dict[str, str | None] | None
    published_at: float | None
