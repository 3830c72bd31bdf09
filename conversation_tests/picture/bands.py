"""The first two bands: what rules choose, and what is taken for an awaited answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conversation_tests.picture.dialogue import Dialogue, Entry
from conversation_tests.picture.panel import Lead, Panel
from conversation_tests.picture.words import picture_words, word
from conversation_tests.rule import Rule

# Of a longer list of words so many are shown.
_SHOWN_WORDS = 4
_LISTS = ("intents", "entities", "words", "begins", "not_intents")


def rule_panels(dialogue: Dialogue) -> list[Panel]:
    """One for each file of rules."""
    return [
        Panel(_spoken(file), tuple(lead for rule in rules for lead in _leads(rule)))
        for file, rules in dialogue.rules.items()
    ]


def awaited_panels(dialogue: Dialogue) -> list[Panel]:
    """One for each thing that is awaited."""
    return [
        Panel(
            word("awaited", name),
            tuple(Lead((), entry_in_words(entry), entry.action) for entry in entries),
            awaited=name,
        )
        for name, entries in dialogue.awaited.items()
    ]


def entry_in_words(entry: Entry) -> str:
    """What makes a message an answer, and what keeps one from being it.

    Raises:
        MissingWord: it has a sign of which nothing is said.
    """
    limits = picture_words()["limits"]
    told = [_told("signs", key, value) for key, value in entry.signs.items() if key not in limits]
    kept = [_told("limits", key, value) for key, value in entry.signs.items() if key in limits]
    return "; ".join([picture_words()["or"].join(told), *kept])


def _leads(rule: Rule) -> Iterator[Lead]:
    slots = [f"{name} = {value}" if isinstance(value, str) else name for name, value in rule.conditions]
    told = f"{rule.name} ({', '.join(slots)})" if slots else rule.name
    for action in rule.actions or ("action_listen",):
        yield Lead(tuple(sorted(rule.intents)), told, action)


def _told(section: str, key: str, value: Any) -> str:
    return str(word(section, key).format(_value(key, value)))


def _value(key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['least']}–{value['most']}"
    if key not in _LISTS:
        return str(value)
    shown = value if key in ("intents", "not_intents") else value[:_SHOWN_WORDS]
    more = len(value) - len(shown)
    return ", ".join(shown) + (picture_words()["more"].format(more) if more else "")


def _spoken(file: str) -> str:
    return file.replace("_", " ").capitalize()
