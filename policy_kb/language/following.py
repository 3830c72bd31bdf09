"""Tells how much a message hangs on what was said before it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from policy_kb.bilingual import Language
from policy_kb.language.stems import fold

Place = Literal["first", "anywhere", "elsewhere", "earlier"]
_WORDS = Path(__file__).parent / "told" / "following.yml"


def goes_on(text: str, language: Language) -> bool:
    """Whether a message begins as one that goes on ("and if …", "ma …")."""
    return _pattern("first", language).match(fold(text).strip()) is not None


def points_back(text: str, language: Language) -> bool:
    """Whether a message has a word that stands for something named before ("these", "quello")."""
    return _pattern("anywhere", language).search(fold(text)) is not None


def turns_away(text: str, language: Language) -> bool:
    """Whether a message says that it is about something else ("one more thing", "cambio argomento")."""
    return _pattern("elsewhere", language).search(fold(text)) is not None


def turns_back(text: str, language: Language) -> bool:
    """Whether a message says that it is about something spoken of before the last ("back to the wardrobe")."""
    return _pattern("earlier", language).search(fold(text)) is not None


@lru_cache(maxsize=8)
def _pattern(place: Place, language: Language) -> re.Pattern[str]:
    words: list[str] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))[place][language]
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")(?!\w)")
