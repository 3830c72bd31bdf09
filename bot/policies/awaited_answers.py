"""What is taken for an answer while one is awaited, as `bot/resources/awaited.yml` says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.shared.core.events import UserUttered

from bot.errors import BotError
from learning.text import tidy, without_accents

AWAITED_FILE = Path(__file__).parent.parent / "resources" / "awaited.yml"

_WORD = re.compile(r"\w+")
# A word with nothing around it that would make it another number: `3.` and `(3)` are 3; `-3`, `3%` and `3 €` are not.
_ALONE = re.compile(r"[^\w\-−+<>=%€$£]*(\w+)[^\w\-−+<>=%€$£]*")
_SIGNS_OF_OTHERS = "-−+<>=%€$£"
_DIGITS = re.compile("[0-9]{1,9}")

_SIGNS = ("intents", "number", "has_number", "entities", "words", "begins", "text")
_NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
_WHOLE = {"type": "integer", "minimum": 0}
_LIMITS = {
    "type": "object",
    "properties": {"least": _WHOLE, "most": _WHOLE},
    "required": ["least", "most"],
    "additionalProperties": False,
}
_ENTRY = {
    "type": "object",
    "properties": {
        "action": {"type": "string", "minLength": 1},
        "intents": _NAMES,
        "entities": _NAMES,
        "words": _NAMES,
        "begins": _NAMES,
        "not_intents": _NAMES,
        "text": {"const": True},
        "no_question": {"const": True},
        "number": _LIMITS,
        "has_number": _LIMITS,
        "most_words": {"type": "integer", "minimum": 1},
        "least_confidence": {"type": "number", "minimum": 0, "maximum": 1},
    },
    "required": ["action"],
    "additionalProperties": False,
}
_FORM = {
    "type": "object",
    "properties": {
        "number_words": {"type": "object", "additionalProperties": _WHOLE},
        "question_words": _NAMES,
        "awaited": {"type": "object", "additionalProperties": {"type": "array", "items": _ENTRY, "minItems": 1}},
    },
    "required": ["number_words", "awaited"],
    "additionalProperties": False,
}


class BadAwaitedAnswersError(BotError):
    """The file of awaited answers cannot be read as such."""


@dataclass(frozen=True)
class Said:
    """A message as entries look at it; `words` are folded, `number` is there where the message is nothing else.

    A command of Rasa (`/choose_policy{…}`) has no words and no number.
    """

    intent: str
    confidence: float
    entities: frozenset[str]
    words: tuple[str, ...]
    number: int | None
    numbers: tuple[int, ...] = ()
    is_question: bool = False


@dataclass(frozen=True)
class Entry:
    """An action, what makes a message fit it (any of the signs), and what keeps one from fitting.

    `held_numbers` fit a message that has one of them and no other number. `phrases` stand anywhere in the message,
    `beginnings` at its start.
    `intents` and `not_intents` may hold patterns (`ask_*`). `text` fits any words. `least_confidence` is asked of the
    intent where it is the only sign that fits. `no_question` keeps questions from fitting.
    """

    action: str
    intents: tuple[str, ...] = ()
    numbers: range = range(0)
    held_numbers: range = range(0)
    entities: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    text: bool = False
    no_question: bool = False
    not_intents: tuple[str, ...] = ()
    most_words: int | None = None
    least_confidence: float = 0.0

    def fits(self, said: Said) -> bool:
        """Return whether the message shows any sign and nothing keeps it from fitting."""
        if _is_any(said.intent, self.not_intents) or (self.no_question and said.is_question):
            return False
        if self.most_words is not None and len(said.words) > self.most_words:
            return False
        return self._intent_fits(said) or self._content_fits(said)

    def _intent_fits(self, said: Said) -> bool:
        return _is_any(said.intent, self.intents) and said.confidence >= self.least_confidence

    def _content_fits(self, said: Said) -> bool:
        if (self.text and said.words) or said.number in self.numbers or self.entities & said.entities:
            return True
        if len(said.numbers) == 1 and said.numbers[0] in self.held_numbers:
            return True
        sentence = f" {' '.join(said.words)} "
        if any(sentence.startswith(f" {phrase} ") for phrase in self.beginnings):
            return True
        return any(f" {phrase} " in sentence for phrase in self.phrases)


@dataclass(frozen=True)
class AwaitedAnswers:
    """The entries by what is awaited, and the words for numbers."""

    entries: Mapping[str, tuple[Entry, ...]]
    number_words: Mapping[str, int]
    question_words: tuple[str, ...] = ()

    def action_for(self, awaited: str, message: UserUttered) -> str | None:
        """Return the action of the first entry that `message` fits; None where it is no answer to what is awaited."""
        if awaited not in self.entries:
            return None
        said = self._said(message)
        return next((entry.action for entry in self.entries[awaited] if entry.fits(said)), None)

    def _said(self, message: UserUttered) -> Said:
        folded = _folded(message.text or "")
        typed = "" if folded.startswith("/") else folded
        return Said(
            intent=str(message.intent.get("name") or ""),
            confidence=float(message.intent.get("confidence") or 0.0),
            entities=frozenset(str(entity.get("entity")) for entity in message.entities),
            words=tuple(_words(typed)),
            number=self._number(typed),
            numbers=self._numbers(typed),
            is_question="?" in typed or self._asks(_words(typed)),
        )

    def _numbers(self, folded: str) -> tuple[int, ...]:
        """The numbers among the words; none where a sign makes them sums, shares or the like."""
        if any(sign in folded for sign in _SIGNS_OF_OTHERS):
            return ()
        return tuple(number for word in _words(folded) if (number := self._number(word)) is not None)

    def _asks(self, words: list[str]) -> bool:
        return any(f" {' '.join(words)} ".startswith(f" {word} ") for word in self.question_words)

    def _number(self, folded: str) -> int | None:
        alone = _ALONE.fullmatch(folded)
        if alone is None:
            return None
        word = alone.group(1)
        return int(word) if _DIGITS.fullmatch(word) else self.number_words.get(word)


def read_awaited_answers(path: Path = AWAITED_FILE) -> AwaitedAnswers:
    """Return what the file says.

    Raises:
        BadAwaitedAnswersError: it is missing or no YAML, or has a key or a value that means nothing.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
        validator_for(_FORM)(_FORM).validate(content)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise BadAwaitedAnswersError(f"{path.name} cannot be read: {error}") from error
    except ValidationError as error:
        place = ", ".join(str(step) for step in error.absolute_path) or "top"
        raise BadAwaitedAnswersError(f"{path.name} at {place}: {error.message}") from error
    entries = {name: _entries(items, f"{path.name} at {name}") for name, items in content["awaited"].items()}
    numbers = {_folded(word): number for word, number in content["number_words"].items()}
    return AwaitedAnswers(entries, numbers, _phrases(content.get("question_words", ()), path.name))


def _entries(items: list[dict[str, Any]], place: str) -> tuple[Entry, ...]:
    return tuple(_entry(item, f"{place}, {number}") for number, item in enumerate(items))


def _entry(item: dict[str, Any], place: str) -> Entry:
    if not any(sign in item for sign in _SIGNS):
        raise BadAwaitedAnswersError(f"{place}: an entry needs one of {', '.join(_SIGNS)}.")
    return Entry(
        action=item["action"],
        intents=tuple(item.get("intents", ())),
        numbers=_numbers(item.get("number"), place),
        held_numbers=_numbers(item.get("has_number"), place),
        entities=frozenset(item.get("entities", ())),
        phrases=_phrases(item.get("words", ()), place),
        beginnings=_phrases(item.get("begins", ()), place),
        text="text" in item,
        no_question="no_question" in item,
        not_intents=tuple(item.get("not_intents", ())),
        most_words=item.get("most_words"),
        least_confidence=item.get("least_confidence", 0.0),
    )


def _numbers(limits: dict[str, int] | None, place: str) -> range:
    if limits is None:
        return range(0)
    if limits["least"] > limits["most"]:
        raise BadAwaitedAnswersError(f"{place}: least is above most.")
    return range(limits["least"], limits["most"] + 1)


def _phrases(written: Iterable[str], place: str) -> tuple[str, ...]:
    phrases = tuple(" ".join(_words(_folded(phrase))) for phrase in written)
    if "" in phrases:
        raise BadAwaitedAnswersError(f"{place}: words or begins has something without a letter or digit.")
    return phrases


def _is_any(intent: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(intent, pattern) for pattern in patterns)


def _folded(text: str) -> str:
    return without_accents(tidy(text).casefold())


def _words(folded: str) -> list[str]:
    return _WORD.findall(folded)
