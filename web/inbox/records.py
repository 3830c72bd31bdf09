"""What goes into the inbox and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from web.language import Language
from web.messages import Message

EventKind = Literal["accepted", "reply", "failed", "state", "person"]
Queue = Literal["bot", "waiting", "held", "closed"]
Option = dict[str, str]  # "payload" and "title"


@dataclass(frozen=True)
class Conversation:
    """What is known of a conversation between two turns; `customer_id` is of a verified customer only.

    `held_by` is the account of the representative who has it, `held_name` how customers read them; `given_back`: it was
    given back, and Rasa has not been told yet.
    """

    id: str
    language: Language | None = None
    customer_id: str | None = None
    customer_name: str | None = None
    offered: tuple[Option, ...] = ()
    state: dict[str, Any] | None = None
    last_event: int = 0
    started_at: float = 0.0
    held_by: str | None = None
    held_name: str | None = None
    given_back: bool = False
    queue: Queue = "bot"
    wanted_at: float | None = None
    unread: int = 0

    @property
    def verified(self) -> bool:
        """Whether the company's site has said who the customer is."""
        return self.customer_id is not None

    @property
    def handoff(self) -> str:
        """`none`, `offered`, `requested` or `active`; a representative who has the conversation counts at once."""
        if self.held_by is not None:
            return "active"
        return "none" if self.given_back else self.said_handoff

    @property
    def said_handoff(self) -> str:
        """What Rasa said last of the handoff."""
        return str((self.state or {}).get("handoff", "none"))


@dataclass(frozen=True)
class Arrival:
    """A message as it comes in: either `typed` or `option`, under the client's own id.

    `hint` is the language that the client named, `page_language` the one to use where nothing else tells; `answer_by`
    is until when (seconds since 1970) it may wait while Rasa is away.
    """

    conversation_id: str
    client_id: str
    typed: str | None
    option: str | None
    hint: Language | None
    page_language: Language
    at: float
    answer_by: float


@dataclass(frozen=True)
class Claim:
    """A message that `owner` has in work until its lease ends, with the conversation as it stands."""

    conversation: Conversation
    number: int
    client_id: str
    typed: str | None
    option: str | None
    shown: str
    hint: Language | None
    page_language: Language
    answer_by: float
    owner: str

    @property
    def key(self) -> tuple[str, int]:
        """Conversation and number, which name the message."""
        return (self.conversation.id, self.number)


@dataclass(frozen=True)
class Answer:
    """What a turn came to: messages to show, and what to keep of them (None: as it was); `returned`: Rasa knows that a
    person gave the conversation back."""

    messages: list[Message]
    offered: list[Option] | None = None
    language: Language | None = None
    state: dict[str, Any] | None = None
    failed: bool = False
    ticket: str | None = None
    returned: bool = False

    def silent(self) -> Answer:
        """The same without a word, for a conversation that a person has."""
        return replace(self, messages=[], offered=None, failed=False, ticket=None)


@dataclass(frozen=True)
class Event:
    """What a reader is sent; `number` counts from 1 in each conversation, `at` is in seconds since 1970."""

    number: int
    kind: EventKind
    at: float
    data: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """As JSON for the stream."""
        return {"event": self.number, "at": iso(self.at), **self.data}


@dataclass(frozen=True)
class Progress:
    """What a reader has not had yet, whether an answer is being made right now, and whether a person is waited for."""

    events: list[Event] = field(default_factory=list)
    typing: bool = False
    more: bool = False
    waits: bool = False


def iso(at: float) -> str:
    """A moment (seconds since 1970) as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
