"""What Chatwoot says, and what it is to be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from web.inbox.store.holding import Person
from web.language import Language

Status = Literal["pending", "open", "resolved", "snoozed", "gone"]
# Has a conversation, for the inbox, as long as it is open in Chatwoot; no account has this id.
DESK = Person("chatwoot", "Chatwoot")


@dataclass(frozen=True)
class Thread:
    """A conversation of Chatwoot: its account, and its number there; `account` None: not said."""

    account: int | None
    number: int


@dataclass(frozen=True)
class Notice:
    """How a conversation stands as a webhook tells it; `stamp` orders what comes out of order (0: not said)."""

    thread: Thread
    status: Status
    stamp: float


@dataclass(frozen=True)
class CustomerWrote:
    """A contact's message; `text` None: nothing that can be read, a picture for instance."""

    notice: Notice
    id: str
    text: str | None
    name: str | None
    language: Language | None


@dataclass(frozen=True)
class PersonWrote:
    """A human agent's message to the contact."""

    notice: Notice
    id: str
    text: str
    name: str


@dataclass(frozen=True)
class Posted:
    """A message of our own has arrived there: the key that it was sent with."""

    notice: Notice
    key: str


@dataclass(frozen=True)
class Moved:
    """The conversation was opened or resolved."""

    notice: Notice


Told = CustomerWrote | PersonWrote | Posted | Moved


@dataclass(frozen=True)
class Posting:
    """A message to be posted; `choices` are what the customer can answer with."""

    text: str
    private: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """The next thing to do in a conversation: post something, write the note for a person, or open it for one.

    `said` is what is posted; `is_unread`: the customer sent something that the assistant could not read.
    """

    kind: Literal["post", "note", "open"]
    conversation_id: str
    thread: Thread
    key: str
    language: Language
    said: dict[str, Any] = field(default_factory=dict)
    is_unread: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a step came to: `unsent` surely, or `unknown`; `refused` for good; `gone`: there is no such conversation."""

    kind: Literal["done", "unsent", "unknown", "refused", "gone"]
    retry_after: float = 0.0
