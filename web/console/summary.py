"""The summary of a conversation for whoever takes it over, from what was said in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from web.inbox.records import Event
from web.messages import custom_of

# Longer words of a customer are cut: the whole of them stands in the conversation.
MOST_CHARACTERS = 160


@dataclass(frozen=True)
class Tried:
    """A policy that was quoted, in which version, and which parts of it the customer was given."""

    policy_id: str
    version: int | None
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """What was asked first, what is open, which policies were quoted, how the mood went, which tickets were opened."""

    asked: str | None
    open: str | None
    tried: tuple[Tried, ...]
    moods: tuple[str, ...]
    promised: tuple[str, ...]


def summary_of(events: Sequence[Event]) -> Summary:
    """The summary of everything up to the last event."""
    asked = [str(event.data["text"]) for event in events if event.kind == "accepted"]
    messages = [message for event in events for message in event.data.get("messages", [])]
    moods = [level for event in events if (level := _mood(event)) is not None]
    return Summary(
        asked=_cut(asked[0]) if asked else None,
        open=_cut(asked[-1]) if asked else None,
        tried=_tried(messages),
        moods=tuple(level for place, level in enumerate(moods) if place == 0 or moods[place - 1] != level),
        promised=tuple(str(event.data["ticket"]) for event in events if event.data.get("ticket")),
    )


def _mood(event: Event) -> str | None:
    for message in event.data.get("messages", []):
        mood = (custom_of(message).get("conversation") or {}).get("frustration") or {}
        if isinstance(mood.get("level"), str):
            return str(mood["level"])
    return None


def _tried(messages: Sequence[dict[str, Any]]) -> tuple[Tried, ...]:
    found: dict[tuple[str, int | None], list[str]] = {}
    for message in messages:
        custom = custom_of(message)
        if isinstance(policy_id := custom.get("policy_id"), str) and isinstance(kind := custom.get("kind"), str):
            kinds = found.setdefault((policy_id, custom.get("version")), [])
            if kind not in kinds:
                kinds.append(kind)
    return tuple(Tried(policy_id, version, tuple(kinds)) for (policy_id, version), kinds in found.items())


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST_CHARACTERS else words[: MOST_CHARACTERS - 1].rstrip() + "…"
