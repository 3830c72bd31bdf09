"""Finds words of offices in a text and names the plain ones to use instead."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

import yaml

from policy_kb.bilingual import Language


@lru_cache(maxsize=2)
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compiled once a process: pattern of the office word, plain word."""
    source = resources.files("policy_kb.language").joinpath("bureaucratic.yml").read_text(encoding="utf-8")
    pairs: dict[str, str] = yaml.safe_load(source)[language]
    return tuple((_pattern(word), plain) for word, plain in pairs.items())


def _pattern(word: str) -> re.Pattern[str]:
    stem = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+")
    return re.compile(rf"\b{stem}" + (r"\w*" if word.endswith("*") else r"\b"), re.IGNORECASE)


def bureaucratic_words(text: str, language: Language) -> list[tuple[str, str]]:
    """Pairs of (word found, plain word to use instead), in the list's order."""
    found = []
    for pattern, plain in _patterns(language):
        match = pattern.search(text)
        if match:
            found.append((match.group(0), plain))
    return found
