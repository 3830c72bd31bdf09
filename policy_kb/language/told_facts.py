"""What a message tells of the customer or the order, and the message without it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from policy_kb.language.stems import fold

Patterns = Mapping[str, list[tuple[str, re.Pattern[str]]]]
_CLAUSE = re.compile(r"[.,;:!?]+(?:\s|$)")
_CLAUSES = re.compile(r"[^,;:.!?]*[,;:.!?]*")
_SHORT_NOT = re.compile(r"n't(?!\w)")
# A customer who speaks of themselves says so at most this many characters before the word.
NEAR = 24
# Fewer words than these ask nothing by themselves.
LEAST_LEFT = 3


def facts_in(text: str) -> dict[str, Any]:
    """The facts that `text` states, by name (see CustomerFacts); empty where it states none.

    What follows a denial in the same clause is not stated: "it has not arrived" says nothing about an arrival.
    """
    return stated_in(_stated(fold(text)), _patterns())


def self_told(text: str, entities: Mapping[str, str]) -> dict[str, Any]:
    """What a message of any kind surely tells of the customer: a level or group they say is theirs, a day they bought.

    Only words near "I am", "our" and the like count, since "your company" tells nothing of the customer.
    """
    stated = _stated(fold(text.replace("’", "'")))
    told = {}
    for fact in ("customer_group", "loyalty_level"):
        value = next((name for name, pattern in _patterns()[fact] if _of_self(stated, pattern)), None)
        if value is not None:
            told[fact] = value
    if "date" in entities and _self("bought").search(stated):
        told["ordered_on"] = entities["date"]
    return told


def without_self(text: str) -> str:
    """The text without the clauses that only tell who the customer is; the text itself where nothing else is left."""
    clauses = _CLAUSES.findall(text)
    kept = [clause for clause in clauses if not self_told(clause, {})]
    asked = "".join(kept).strip(" ,;:")
    return asked if len(asked.split()) >= LEAST_LEFT else text


def stated_in(folded: str, patterns: Patterns) -> dict[str, Any]:
    """The facts whose patterns stand in a folded text, by name; the first that fits counts."""
    found = {}
    for fact, values in patterns.items():
        value = next((name for name, pattern in values if pattern.search(folded)), None)
        if value is not None:
            found[fact] = value
    return found


def patterns_of(words: Mapping[str, Mapping[str, list[str]]]) -> Patterns:
    """Patterns that find the listed words whole, in a folded text."""
    return {fact: [(value, _any_of(listed)) for value, listed in values.items()] for fact, values in words.items()}


def _of_self(stated: str, pattern: re.Pattern[str]) -> bool:
    for hit in pattern.finditer(stated):
        before = _CLAUSE.split(stated[: hit.start()])[-1][-NEAR:]
        if _self("self").search(before) and not _self("company").search(before + hit.group(0)):
            return True
    return False


def _stated(folded: str) -> str:
    plain = _SHORT_NOT.sub(" not", folded.replace("’", "'"))
    return ". ".join(_denials().split(clause, maxsplit=1)[0] for clause in _CLAUSE.split(plain))


@lru_cache(maxsize=1)
def _patterns() -> Patterns:
    return patterns_of(_read("facts"))


@lru_cache(maxsize=1)
def _denials() -> re.Pattern[str]:
    return _any_of(_read("denials"))


@lru_cache(maxsize=3)
def _self(kind: str) -> re.Pattern[str]:
    return _any_of(_read("self_words")[kind])


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(word)) for word in words) + r")(?!\w)")


def _read(name: str) -> Any:
    source = resources.files("policy_kb.language").joinpath("told", f"{name}.yml").read_text(encoding="utf-8")
    return yaml.safe_load(source)
