"""What Chatwoot is to be told next, and what became of it: kept before and after, so that nothing is told twice.

A message is marked as being sent (`doubtful`) before it is, and its key goes with it. Chatwoot sends the key back in
its own webhook about the message. Where it is not known whether a message arrived, it is sent again only after that
webhook has had its time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row

from web.chatwoot import store
from web.chatwoot.following import hand_over
from web.chatwoot.records import Outcome, Status, Step, Thread
from web.inbox.records import Conversation, Event
from web.inbox.store import conversations
from web.inbox.store.events import events_after
from web.language import DEFAULT

# Marks what a human agent said in Chatwoot: it is not told back.
FROM_THERE = "chatwoot"
Pause = Callable[[int, Outcome], float]


def next_step(connection: Connection, conversation_id: str, owner: str, now: float, until: float) -> Step | None:
    """The next thing to do, which is `owner`'s until `until`; None where there is nothing, or another has it."""
    conversation = conversations.find(connection, conversation_id, lock=True)
    row = store.of_conversation(connection, conversation_id)
    if conversation is None or row is None or _is_anothers(row, owner, now):
        return None
    step, event, part = _step(connection, conversation, row)
    if step is None:
        store.keep(connection, conversation_id, event=event, part=part, doubtful=None, owner=None, due_at=None, tries=0)
        return None
    doubtful = None if step.kind == "open" else step.key
    store.keep(connection, conversation_id, event=event, part=part, doubtful=doubtful, owner=owner, due_at=until)
    return step


def ended(connection: Connection, step: Step, outcome: Outcome, now: float, pause: Pause) -> bool:
    """Keep what a step came to; whether to go on at once. `pause` says how long to wait after so many tries."""
    conversation = conversations.find(connection, step.conversation_id, lock=True)
    row = store.of_conversation(connection, step.conversation_id)
    if conversation is None or row is None:
        return False  # erased meanwhile
    match outcome.kind:
        case "done":
            _done(connection, step, conversation, now)
        case "refused":
            _refused(connection, step, row)
        case "gone":
            given_up = {
                "status": "gone",
                "handing": None,
                "doubtful": None,
                "event": conversation.last_event,
                "part": 0,
            }
            store.keep(connection, step.conversation_id, **given_up)
        case "unsent" | "unknown":
            if row.doubtful != step.key and step.kind != "open":
                return True  # its webhook came meanwhile: it is there
            doubtful = row.doubtful if outcome.kind == "unknown" else None
            seconds = max(pause(row.tries, outcome), outcome.retry_after)
            again = {"owner": None, "due_at": now + seconds, "tries": row.tries + 1}
            store.keep(connection, step.conversation_id, doubtful=doubtful, **again)
            return False
    return True


def arrived(connection: Connection, conversation_id: str, key: str, now: float | None = None) -> bool:
    """A message is there for sure; whether that is news. With `now`, whoever waits to send it again need not."""
    row = store.of_conversation(connection, conversation_id)
    if row is None or row.doubtful != key:
        return False
    values: dict[str, Any] = {"handing": "noted"} if _is_note(key) else {"part": row.part + 1}
    if now is not None and row.owner is None:
        values["due_at"] = now
    store.keep(connection, conversation_id, doubtful=None, tries=0, **values)
    return True


def _is_anothers(row: Row[Any], owner: str, now: float) -> bool:
    return row.owner not in (None, owner) and row.due_at is not None and row.due_at > now


def _step(connection: Connection, conversation: Conversation, row: Row[Any]) -> tuple[Step | None, int, int]:
    """The next step, and up to where everything is told."""
    event, part = row.event, row.part
    while events := events_after(connection, conversation.id, event):
        for one in events:
            said = _said(one, row.status)
            if part < len(said):
                key = f"{conversation.id}.{one.number}.{part}"
                return _make("post", conversation, row, key, said[part]), event, part
            event, part = one.number, 0
    wanted = row.handing is not None or conversation.queue == "waiting"
    if not wanted or row.status != "pending":
        return None, event, part
    if row.handing == "noted":
        return _make("open", conversation, row, f"{conversation.id}.open"), event, part
    return _make("note", conversation, row, f"{conversation.id}.note.{event}"), event, part


def _make(kind: Any, conversation: Conversation, row: Row[Any], key: str, said: dict[str, Any] | None = None) -> Step:
    language = conversation.language or DEFAULT
    is_unread = row.handing == "unread"
    return Step(kind, conversation.id, Thread(row.account, row.number), key, language, said or {}, is_unread)


def _said(event: Event, status: Status) -> list[dict[str, Any]]:
    """What of an event is told: the assistant's words only while it has the conversation, a representative's always."""
    if event.kind == "person":
        return [] if event.data.get(FROM_THERE) else [event.data]
    messages: list[dict[str, Any]] = event.data.get("messages", [])
    return messages if status == "pending" else []


def _done(connection: Connection, step: Step, conversation: Conversation, now: float) -> None:
    if step.kind != "open":
        arrived(connection, step.conversation_id, step.key)
        return
    row = store.of_conversation(connection, step.conversation_id)
    assert row is not None, "the caller has it locked"
    # What Chatwoot said before this moment is older than what it was told now.
    store.keep(connection, step.conversation_id, status="open", stamp=max(row.stamp, now), handing=None, tries=0)
    hand_over(connection, conversation, now)


def _refused(connection: Connection, step: Step, row: Row[Any]) -> None:
    """It can never be told: a person has to see to it, who cannot be called where even that is refused."""
    values: dict[str, Any] = {"doubtful": None, "tries": 0}
    if step.kind == "post":
        values |= {"part": row.part + 1, "handing": row.handing or "wanted"}
    elif step.kind == "note":
        values |= {"handing": "noted"}
    else:
        values |= {"handing": None, "status": "open"}
    store.keep(connection, step.conversation_id, **values)


def _is_note(key: str) -> bool:
    return key.split(".")[1:2] == ["note"]
