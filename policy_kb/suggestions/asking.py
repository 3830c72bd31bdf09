"""What a message asks: the text that clauses and steps must touch, its questions and thoughts, what kind of answer."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from policy_kb.bilingual import Language
from policy_kb.language.stems import fold, stems
from policy_kb.search.prior import questions_in
from policy_kb.suggestions.nearness import sentences
from policy_kb.suggestions.request import SuggestionRequest
from policy_kb.suggestions.settings import intent_of, is_listed, settings

# A message of fewer words of its own asks for no clause in particular.
LEAST_WORDS = 2
# A thought of fewer words, stop words counted, belongs to the one before it.
LEAST_OF_A_THOUGHT = 4
# Of a long story, this many of the latest thoughts are looked at one by one.
MOST_THOUGHTS = 8
KINDS = ("time", "money", "person")
# Texts of the rules of which it is remembered what they hold.
REMEMBERED_TEXTS = 4096


def question_of(request: SuggestionRequest) -> str:
    """What clauses and steps must touch: the message, with the one before where it has hardly a word of its own.

    A message that goes on about the topic ("where is that written?") needs more words to ask for something itself.
    Empty where nothing is asked.
    """
    goes_on = is_listed(intent_of(request), "follow_ups")
    least = settings().own_words if goes_on else LEAST_WORDS
    told: list[str] = []
    for text in (request.text, *reversed(request.before)):
        told.insert(0, text)
        if len(stems(text, request.language)) >= least:
            return "\n".join(told[:1] + told[-1:] if len(told) > 1 else told)
    return ""


def several_questions(text: str, language: Language) -> list[str]:
    """The questions of a text that has more than one; else none. One without a word of its own is none."""
    asked = [question for question in questions_in(text) if stems(question, language)]
    return asked if len(asked) > 1 else []


def asking_sentences(text: str, language: Language) -> list[str]:
    """The sentences that end in a question mark; else those that ask or wish in words; else the last one."""
    found = _sentences(text)
    marked = [sentence for sentence in found if sentence.rstrip().endswith("?")]
    return marked or [one for one in found if _pattern("asks", language).search(fold(one))] or found[-1:]


def thoughts_of(text: str, language: Language) -> list[str]:
    """The latest thoughts of a text, in order: its sentences, parted at commas and joining words."""
    thoughts: list[str] = []
    for sentence in _sentences(text):
        for part in _joins(language).split(sentence):
            if thoughts and len(part.split()) < LEAST_OF_A_THOUGHT:
                thoughts[-1] += f" {part}"
            elif part.strip():
                thoughts.append(part)
    return [one for one in thoughts if stems(one, language)][-MOST_THOUGHTS:]


def kinds_asked(text: str, language: Language) -> list[str]:
    """Which kinds of answers the asking sentences ask for."""
    asked = fold(" ".join(asking_sentences(text, language)))
    return [kind for kind in KINDS if _kind(kind, "asked", language).search(asked)]


@lru_cache(maxsize=REMEMBERED_TEXTS)
def holds(kind: str, text: str, language: Language) -> bool:
    """Whether a text of the rules holds an answer of this kind."""
    return _kind(kind, "held", language).search(fold(text)) is not None


def _sentences(text: str) -> list[str]:
    return [part for line in text.splitlines() if line.strip() for part in sentences(line)] or [text]


@lru_cache(maxsize=2)
def _joins(language: Language) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in _written()["joins"][language])
    return re.compile(rf"(?<=,)\s+|\s+(?=(?:{words})\s)")


@lru_cache(maxsize=2)
def _pattern(name: str, language: Language) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(_written()[name][language]) + r")(?!\w)")


@lru_cache(maxsize=16)
def _kind(kind: str, side: str, language: Language) -> re.Pattern[str]:
    patterns = "|".join(_written()["kinds"][kind][side][language])
    return re.compile(rf"(?<!\w)(?:{patterns})(?!\w)" if side == "asked" else f"(?:{patterns})")


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    source = resources.files("policy_kb.suggestions").joinpath("asking.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(source)
    return loaded
