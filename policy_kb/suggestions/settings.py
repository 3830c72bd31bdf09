"""The constants of the suggestions, and which kinds are suggested when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from policy_kb.search.prior import questions_in
from policy_kb.suggestions.request import SuggestionRequest
from policy_kb.suggestions.suggestion import Kind


@dataclass(frozen=True)
class Settings:
    """The constants of `settings.yml`."""

    least_in_scope: float
    least_confidence: float
    clear_margin: float
    leading_margin: float
    least_third: float
    sure_intent: float
    beyond_doubt: float
    own_words: int
    likely_case: float
    close_case: float
    sure_thought: float
    case_readings: Mapping[str, float]
    messages_before: int
    own_question: float
    close_to_question: float
    close_clause: float
    said_again: float
    near_clause: float
    near_short: float
    near_step: float
    less_on_yes_no: float
    near_alternative: float
    beside_clause: float
    near_transition: float
    earned: float
    clause_signs: Mapping[str, float]
    step_signs: Mapping[str, float]
    alternative_signs: Mapping[str, float]
    sorry_enough: int


@dataclass(frozen=True)
class Plan:
    """The kinds, place by place, and which part the answer gives."""

    places: tuple[tuple[Kind, ...], ...]
    part: str


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read once a process."""
    return Settings(**_read("settings.yml"))


def plan_for(request: SuggestionRequest) -> Plan:
    """What is suggested for the request's intent and level; a question in a complaint is answered as any other."""
    written, name = _written(), intent_of(request)
    if name in written["asks_anyway"] and questions_in(request.text):
        name = "default"
    mood = written["mood"][request.level]
    places = written["plans"].get(name, written["plans"]["default"])
    filled = (tuple(k for kind in place for k in (mood if kind == "mood" else [kind])) for place in places)
    return Plan(tuple(filled), written["parts"].get(name, "explanation"))


def intent_of(request: SuggestionRequest) -> str:
    """The name of the intent where it is sure enough, else an empty text."""
    intent = request.intent
    return intent.name if intent is not None and intent.confidence >= settings().sure_intent else ""


def is_listed(name: str, of: str) -> bool:
    """Whether `name` stands in the list called `of` in `plan.yml`."""
    return name in _written()[of]


def words_of_here() -> tuple[str, ...]:
    """Words of the place where the customer is already."""
    return tuple(_written()["here"])


def yes_no_words() -> frozenset[str]:
    """What a question of yes or no begins with, in either language, folded."""
    return frozenset(_written()["yes_no"])


def words_of_regret() -> tuple[str, ...]:
    """What words that say sorry hold, in either language, folded."""
    return tuple(_written()["regret"])


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    return _read("plan.yml")


def _read(name: str) -> dict[str, Any]:
    source = resources.files("policy_kb.suggestions").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(source)
    return loaded
