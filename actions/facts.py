"""Finds simple facts about the customer or the order in a message."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from policy_kb.language.stems import fold

_CLAUSE = re.compile(r"[.,;:!?]+(?:\s|$)")
_SHORT_NOT = re.compile(r"n't(?!\w)")


def facts_in(text: str) -> dict[str, str]:
    """The facts that `text` states, by name (see CustomerFacts); empty where it states none.

    What follows a denial in the same clause is not stated: "it has not arrived" says nothing about an arrival.
    """
    stated = _stated(fold(text))
    found = {}
    for fact, values in _patterns().items():
        value = next((name for name, pattern in values if pattern.search(stated)), None)
        if value is not None:
            found[fact] = value
    return found


def _stated(folded: str) -> str:
    plain = _SHORT_NOT.sub(" not", folded.replace("’", "'"))
    return ". ".join(_denials().split(clause, maxsplit=1)[0] for clause in _CLAUSE.split(plain))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    loaded: dict[str, dict[str, list[str]]] = _words("facts.yml")
    return {fact: [(value, _any_of(words)) for value, words in values.items()] for fact, values in loaded.items()}


@lru_cache(maxsize=1)
def _denials() -> re.Pattern[str]:
    return _any_of(_words("denials.yml"))


def _words(file: str) -> Any:
    return yaml.safe_load(resources.files("actions").joinpath(file).read_text(encoding="utf-8"))


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(word)) for word in words) + r")(?!\w)")
