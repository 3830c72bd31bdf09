"""The turns of a conversation, from Rasa's events."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from conversation_tests.seen import Seen, seen_in
from workbench.errors import BadFile
from workbench.stories.recording.export import Event

# What Rasa is told in place of a customer, and what a test does for it.
_REPRESENTATIVE = {"take_over": "takes_over", "hand_back": "hands_back"}
_UNSAID = frozenset({"restart", "session_start"})
_CHOSEN_BY_SLOTS = "AwaitedAnswerPolicy"


@dataclass(frozen=True)
class Said:
    """A message of the customer and what came of it; `before` is what a representative did before it."""

    text: str
    seen: Seen
    before: tuple[str, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said in reply."""
        return not self.seen.text

    @property
    def needs_actions(self) -> bool:
        """Whether what followed depends on what actions remembered, which Rasa's own tests do not run."""
        return bool(self.before) or any(action.policy == _CHOSEN_BY_SLOTS for action in self.seen.actions)


@dataclass(frozen=True)
class Conversation:
    """All turns; who the customer is (id and name, where they are known), and when it began (ISO, UTC)."""

    turns: tuple[Said, ...]
    customer: str | None = None
    names: tuple[str, ...] = ()
    began: str | None = None


def conversation_of(events: Sequence[Event]) -> Conversation:
    """The conversation since it was restarted last; turns that were taken back are left out.

    Raises:
        BadFile: the events are not what Rasa tells.
    """
    try:
        return _conversation(events)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadFile("stories.odd-events") from error


def _conversation(events: Sequence[Event]) -> Conversation:
    began = max((place for place, event in enumerate(events) if event["event"] == "restart"), default=-1)
    present = list(events[began + 1 :])
    customers = [_metadata(event).get("customer_id") for event in present if event["event"] == "user"]
    known = [str(customer) for customer in customers if customer]
    return Conversation(tuple(_turns(present)), known[-1] if known else None, _names(present), _moment(present))


def _turns(events: Iterable[Event]) -> list[Said]:
    turns: list[Said] = []
    before: list[str] = []
    slots: dict[str, Any] = {}
    for piece in _pieces(events):
        old = copy.deepcopy(slots)
        slots.update({event["name"]: event.get("value") for event in piece if event["event"] == "slot"})
        user = piece[0]
        if user["event"] != "user":
            continue
        intent = _intent(user)
        if intent in _REPRESENTATIVE:
            before.append(_REPRESENTATIVE[intent])
        elif intent not in _UNSAID and str(user.get("text") or "").strip():
            seen = seen_in([_message(event) for event in piece if event["event"] == "bot"], piece, slots, old)
            turns.append(Said(str(user["text"]), seen, tuple(before)))
            before = []
    return turns


def _pieces(events: Iterable[Event]) -> list[list[Event]]:
    """Each message with what follows it; `rewind` takes the last one back."""
    pieces: list[list[Event]] = [[{"event": "begin"}]]
    for event in events:
        if event["event"] == "rewind":
            if len(pieces) > 1:
                pieces.pop()
        elif event["event"] == "user":
            pieces.append([event])
        else:
            pieces[-1].append(event)
    return pieces


def _intent(user: Event) -> str:
    parsed = user.get("parse_data")
    intent = parsed.get("intent") if isinstance(parsed, dict) else None
    return str(intent.get("name") or "") if isinstance(intent, dict) else ""


def _message(event: Event) -> dict[str, Any]:
    data = event.get("data")
    custom = data.get("custom") if isinstance(data, dict) else None
    return {"text": event.get("text"), "custom": custom or {}}


def _metadata(event: Event) -> dict[str, Any]:
    metadata = event.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _names(events: Iterable[Event]) -> tuple[str, ...]:
    facts = [event.get("value") for event in events if event["event"] == "slot" and event.get("name") == "facts"]
    names = [fact.get("customer_name") for fact in facts if isinstance(fact, dict)]
    return tuple(dict.fromkeys(str(name) for name in names if name))


def _moment(events: Iterable[Event]) -> str | None:
    moments = [event.get("timestamp") for event in events if event["event"] == "user"]
    first = next((moment for moment in moments if isinstance(moment, int | float)), None)
    if first is None:
        return None
    try:
        return datetime.fromtimestamp(first, UTC).strftime("%Y-%m-%dT%H:%M")
    except (OverflowError, OSError, ValueError):
        return None
