"""Finds simple facts about the customer or the order in a message."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

import yaml

from policy_kb.language.stems import fold


def facts_in(text: str) -> dict[str, str]:
    """The facts that `text` states, by name (see CustomerFacts); empty where it states none."""
    folded = fold(text)
    found = {}
    for fact, values in _patterns().items():
        value = next((name for name, pattern in values if pattern.search(folded)), None)
        if value is not None:
            found[fact] = value
    return found


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    source = resources.files("actions").joinpath("facts.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(source)
    return {fact: [(value, _any_of(words)) for value, words in values.items()] for fact, values in loaded.items()}


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(word)) for word in words) + r")(?!\w)")
