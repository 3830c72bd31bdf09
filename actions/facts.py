"""Finds simple facts about the customer or the order in a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from actions.words import read_words
from policy_kb.language.stems import fold

_CLAUSE = re.compile(r"[.,;:!?]+(?:\s|$)")
_CLAUSES = re.compile(r"[^,;:.!?]*[,;:.!?]*")
_SHORT_NOT = re.compile(r"n't(?!\w)")
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*")
# A customer who speaks of themselves says so at most this many characters before the word.
NEAR = 24
# Fewer words than these ask nothing by themselves.
LEAST_LEFT = 3


def facts_in(text: str) -> dict[str, Any]:
    """The facts that `text` states, by name (see CustomerFacts); empty where it states none.

    What follows a denial in the same clause is not stated: "it has not arrived" says nothing about an arrival.
    """
    return _found(_stated(fold(text)), _patterns("facts.yml"))


def self_told(text: str, entities: Mapping[str, str]) -> dict[str, Any]:
    """What a message of any kind surely tells of the customer: a level or group they say is theirs, a day they bought.

    Only words near "I am", "our" and the like count, since "your company" tells nothing of the customer.
    """
    stated = _stated(fold(text.replace("’", "'")))
    told = {}
    for fact in ("customer_group", "loyalty_level"):
        value = next((name for name, pattern in _patterns("facts.yml")[fact] if _of_self(stated, pattern)), None)
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


def awaited_fact(fact: str, text: str, entities: Mapping[str, str]) -> dict[str, Any]:
    """The answer to a question about one fact; empty where the text holds none."""
    if fact == "account_value":
        return _amount(entities.get("amount") or text)
    patterns = _patterns("awaited_facts.yml")
    return _found(fold(text), {fact: patterns[fact]}) if fact in patterns else {}


def _amount(text: str) -> dict[str, Any]:
    """A sum in euros; a dot or comma before exactly three digits parts thousands."""
    found = _AMOUNT.search(text)
    if found is None:
        return {}
    plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", found.group(0)).replace(",", ".")
    return {"account_value": float(plain)} if plain.count(".") <= 1 else {}


def _found(text: str, patterns: Mapping[str, list[tuple[str, re.Pattern[str]]]]) -> dict[str, Any]:
    found = {}
    for fact, values in patterns.items():
        value = next((name for name, pattern in values if pattern.search(text)), None)
        if value is not None:
            found[fact] = value
    return found


def _of_self(stated: str, pattern: re.Pattern[str]) -> bool:
    for hit in pattern.finditer(stated):
        before = _CLAUSE.split(stated[: hit.start()])[-1][-NEAR:]
        if _self("self").search(before) and not _self("company").search(before + hit.group(0)):
            return True
    return False


def _stated(folded: str) -> str:
    plain = _SHORT_NOT.sub(" not", folded.replace("’", "'"))
    return ". ".join(_denials().split(clause, maxsplit=1)[0] for clause in _CLAUSE.split(plain))


@lru_cache(maxsize=2)
def _patterns(file: str) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    loaded: dict[str, dict[str, list[str]]] = read_words(file)
    return {fact: [(value, _any_of(words)) for value, words in values.items()] for fact, values in loaded.items()}


@lru_cache(maxsize=1)
def _denials() -> re.Pattern[str]:
    return _any_of(read_words("denials.yml"))


@lru_cache(maxsize=3)
def _self(kind: str) -> re.Pattern[str]:
    return _any_of(read_words("self_words.yml")[kind])


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(word)) for word in words) + r")(?!\w)")
