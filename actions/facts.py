"""Finds simple facts about the customer or the order in a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from actions.words import read_words
from policy_kb.language.stems import fold
from policy_kb.language.told_facts import Patterns, facts_in, patterns_of, self_told, stated_in, without_self

__all__ = ["awaited_fact", "facts_in", "self_told", "without_self"]

_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*")


def awaited_fact(fact: str, text: str, entities: Mapping[str, str]) -> dict[str, Any]:
    """The answer to a question about one fact; empty where the text holds none."""
    if fact == "account_value":
        return _amount(entities.get("amount") or text)
    patterns = _patterns()
    return stated_in(fold(text), {fact: patterns[fact]}) if fact in patterns else {}


def _amount(text: str) -> dict[str, Any]:
    """A sum in euros; a dot or comma before exactly three digits parts thousands."""
    found = _AMOUNT.search(text)
    if found is None:
        return {}
    plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", found.group(0)).replace(",", ".")
    return {"account_value": float(plain)} if plain.count(".") <= 1 else {}


@lru_cache(maxsize=1)
def _patterns() -> Patterns:
    return patterns_of(read_words("awaited_facts.yml"))
