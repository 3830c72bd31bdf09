"""What was understood of customers' messages, from the events that Rasa kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learning.encoder import read_vector
from web.console.inside import inside_of
from web.language import Language, is_language
from web.workbench.review.records import Vector

# What Rasa calls a message that is below the floor of every intent; the likeliest one comes after it.
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Heard:
    """What was understood of one message: the likeliest intent, and whether it was too unlikely to be taken."""

    intent: str | None
    confidence: float | None
    is_low: bool
    level: str | None
    language: Language | None
    vector: Vector | None


def heard_in(events: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> dict[int, Heard]:
    """By its number, what was understood of each message that is among the events."""
    wanted, found = set(numbers), {}
    for event in events:
        number = _mapping(event.get("metadata")).get("message")
        if isinstance(number, int) and number in wanted:
            found[number] = _heard(dict(event), number)
    return found


def _heard(event: dict[str, Any], number: int) -> Heard:
    inside = inside_of([event], number)
    assert inside is not None, "the event is that of the message"
    intent, confidence = next(((name, value) for name, value in inside.intents if name != FALLBACK), (None, None))
    is_low = bool(inside.intents) and inside.intents[0][0] == FALLBACK
    language = inside.language if is_language(inside.language) else None
    return Heard(intent, confidence, is_low, inside.level, language, _vector(event))


def _vector(event: Mapping[str, Any]) -> Vector | None:
    written = _mapping(event.get("parse_data")).get("sentence_vector")
    return read_vector(written) if isinstance(written, str) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
