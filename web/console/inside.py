"""What the assistant understood of a message, and what chose its answer, from Rasa's own record of the turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_INTENTS = 3


@dataclass(frozen=True)
class Chosen:
    """An action, and the rule, story or dialogue policy that chose it with which confidence."""

    action: str
    by: str
    confidence: float | None


@dataclass(frozen=True)
class Inside:
    """What was understood of one message; `cues` are the words that made the mood."""

    intents: list[tuple[str, float]]
    second_intent: str | None
    language: str | None
    level: str | None
    score: float | None
    cues: list[str]
    entities: list[tuple[str, str]]
    chosen: list[Chosen] = field(default_factory=list)


def inside_of(events: list[dict[str, Any]], message: int) -> Inside | None:
    """What was understood of the message with that number, and the actions up to the next; None where nothing is known.

    A message that was tried again was heard twice: the last time counts.
    """
    heard = [place for place, event in enumerate(events) if _is_message(event, message)]
    if not heard:
        return None
    following = events[heard[-1] + 1 :]
    end = next((place for place, event in enumerate(following) if event.get("event") == "user"), len(following))
    return _read(_mapping(events[heard[-1]].get("parse_data")), _chosen(following[:end]))


def _is_message(event: dict[str, Any], message: int) -> bool:
    return event.get("event") == "user" and _mapping(event.get("metadata")).get("message") == message


def _read(parsed: dict[str, Any], chosen: list[Chosen]) -> Inside:
    mood = _mapping(parsed.get("frustration"))
    second = _mapping(parsed.get("second_intent"))
    ranking = [_mapping(item) for item in _items(parsed.get("intent_ranking"))][:MOST_INTENTS]
    entities = [_mapping(item) for item in _items(parsed.get("entities"))]
    return Inside(
        intents=[(str(item.get("name")), float(item.get("confidence") or 0.0)) for item in ranking],
        second_intent=second.get("name"),
        language=parsed.get("language"),
        level=mood.get("level"),
        score=mood.get("score"),
        cues=[str(cue) for cue in _items(parsed.get("frustration_cues"))],
        entities=[(str(item.get("entity")), str(item.get("value"))) for item in entities],
        chosen=chosen,
    )


def _chosen(events: list[dict[str, Any]]) -> list[Chosen]:
    actions = [event for event in events if event.get("event") == "action" and event.get("name") != "action_listen"]
    return [Chosen(str(item.get("name")), str(item.get("policy") or ""), item.get("confidence")) for item in actions]


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
