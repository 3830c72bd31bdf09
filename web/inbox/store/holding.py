"""A person in the conversation: takes it, speaks in it, gives it back, passes it on, closes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from web.errors import RefusalCode, RefusalError
from web.inbox.records import Conversation
from web.inbox.store import conversations, queueing
from web.inbox.store.answering import tell_state
from web.inbox.store.events import add_event
from web.inbox.tables import chat_event


@dataclass(frozen=True)
class Person:
    """A representative: the account's id, and how customers read them."""

    id: str
    name: str


@dataclass(frozen=True)
class Saying:
    """What a person says: `id` is the console's own; `seen` is the newest event that they had before their eyes.

    `details` go with the event: the policies and sources of a suggestion that was used, for instance.
    """

    id: str
    text: str
    seen: int
    details: dict[str, Any]


def take(connection: Connection, conversation_id: str, person: Person, now: float, from_other: bool = False) -> bool:
    """Give a conversation to a person; whether it was not theirs before. The assistant is silent from here on.

    Raises:
        RefusalError: it is not there, or somebody else has it and `from_other` does not say that this is meant.
    """
    found = _locked(connection, conversation_id)
    if found.held_by == person.id:
        return False
    if found.held_by not in (None, QUEUE) and not from_other:
        raise RefusalError(RefusalCode.HELD_BY_ANOTHER, name=found.held_name or "")
    wanted = found.wanted_at if found.wanted_at is not None else now
    _move(connection, conversation_id, now, "held", held_by=person.id, held_name=person.name, wanted_at=wanted)
    return True


def give_back(connection: Connection, conversation_id: str, person: Person, now: float) -> None:
    """Let the assistant answer again. Raises RefusalError where it is not this person's."""
    _own(connection, conversation_id, person)
    _move(connection, conversation_id, now, "bot", **_nobody())


def pass_on(connection: Connection, conversation_id: str, person: Person, to: Person | None, now: float) -> None:
    """Give it to another person, or back into the queue (None). Raises RefusalError where it is not this person's."""
    _own(connection, conversation_id, person)
    if to is not None:
        _move(connection, conversation_id, now, "held", held_by=to.id, held_name=to.name)
    else:
        # Somebody has promised a person: the assistant stays silent until one comes.
        _move(connection, conversation_id, now, "waiting", held_by=QUEUE, held_name=None, wanted_at=now)


def close(connection: Connection, conversation_id: str, person: Person, reason: str, now: float) -> None:
    """End it; the customer's next message opens it again, with the assistant. Raises RefusalError as give_back."""
    _own(connection, conversation_id, person)
    _move(connection, conversation_id, now, "closed", closed_at=now, close_reason=reason, unread=0, **_nobody())


def say(connection: Connection, conversation_id: str, person: Person, saying: Saying, now: float) -> tuple[int, bool]:
    """Add what a person says; its event's number, and whether it is new (the same id is the same saying).

    Raises:
        RefusalError: it is not this person's, the id has another text, or another person spoke after what was `seen`.
    """
    found = _own(connection, conversation_id, person)
    before = _said_before(connection, conversation_id, person, saying)
    if before is not None:
        return before, False
    if _spoken_since(connection, conversation_id, person, saying.seen):
        raise RefusalError(RefusalCode.ANSWERED_MEANWHILE)
    data = {**saying.details, "id": saying.id, "text": saying.text, "from": person.name}
    number = add_event(connection, conversation_id, "person", now, data, said_id=_key(person, saying))
    conversations.keep(connection, conversation_id, unread=0, offered=[])
    if found.wanted_at is not None:
        conversations.keep(connection, conversation_id, wanted_at=None)
    queueing.order(connection, conversation_id)
    return number, True


# Holds a conversation that waits for the next person; no account has this id.
QUEUE = "queue"


def _locked(connection: Connection, conversation_id: str) -> Conversation:
    found = conversations.find(connection, conversation_id, lock=True)
    if found is None:
        raise RefusalError(RefusalCode.NOT_FOUND)
    return found


def _own(connection: Connection, conversation_id: str, person: Person) -> Conversation:
    found = _locked(connection, conversation_id)
    if found.held_by != person.id:
        raise RefusalError(RefusalCode.NOT_YOURS)
    return found


def _nobody() -> dict[str, Any]:
    return {"held_by": None, "held_name": None, "wanted_at": None, "given_back": True}


def _move(connection: Connection, conversation_id: str, now: float, queue: str, **values: Any) -> None:
    conversations.keep(connection, conversation_id, queue=queue, **values)
    queueing.order(connection, conversation_id)
    tell_state(connection, conversation_id, now)


def _key(person: Person, saying: Saying) -> str:
    # Kept beside the event, not in it: customers need not know the account.
    return f"{person.id}:{saying.id}"


def _said_before(connection: Connection, conversation_id: str, person: Person, saying: Saying) -> int | None:
    is_it = (chat_event.c.conversation_id == conversation_id, chat_event.c.said_id == _key(person, saying))
    row = connection.execute(select(chat_event.c.number, chat_event.c.data).where(*is_it)).one_or_none()
    if row is None:
        return None
    if row.data["text"] != saying.text:
        raise RefusalError(RefusalCode.MESSAGE_ID_TAKEN)
    return int(row.number)


def _spoken_since(connection: Connection, conversation_id: str, person: Person, seen: int) -> bool:
    query = select(chat_event.c.said_id).where(
        chat_event.c.conversation_id == conversation_id, chat_event.c.kind == "person", chat_event.c.number > seen
    )
    return any(not said_id.startswith(f"{person.id}:") for said_id in connection.execute(query).scalars())
