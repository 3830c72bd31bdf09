"""Finds what tells of a person in a message: names, addresses, numbers of people, orders and customers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from policy_kb.language.personal import without_personal_numbers

Kind = Literal[
    "email", "iban", "fiscal code", "card", "vat", "phone", "reference", "address", "postcode", "name", "given"
]
# Stands in the place of what was found already: no letter, no digit, no space.
_TAKEN = "\ue000"
# AC-204518, AC204518, 204518; no name of a model such as WM7000, and no amount.
_REFERENCE = re.compile(
    r"(?<![\w€$£.,])[A-Za-z]{1,5}(?:[-/]\d{3,}|\d{5,})(?:[-/]\d+)*(?!\w)"
    r"|(?<![\w€$£.,/-])\d{5,}(?![\w.,]*\d|\s?[€$£]|\s?eur)"
)
_AFTER_WORD = re.compile(
    r"(?i)\b(?:ordine|ordini|order|acquisto|purchase|fattura|invoice|cliente|customer|pratica|ticket|n°|nr\.?|#)"
    r"(?:\s+(?:numero|number|num\.?|no\.?|n\.?|id|è|is))?[\s:#.]*(\d{3,})\b"
)
_POSTCODE = re.compile(r"(?i:\bcap\s+)(\d{5})\b|(?<!\d)(\d{5})(?=\s+[A-Z][a-zà-ù]{2,})")
# What the first word of a name must be: any; with a capital; a given name, or one of two words with capitals.
_ANY, _TITLE, _SURE = range(3)
_MOST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Find:
    """Characters `start` to `end` of a message, and what they are."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class _Patterns:
    introduced: re.Pattern[str]
    opened: re.Pattern[str]
    titled: re.Pattern[str]
    street_before: re.Pattern[str]
    street_behind: re.Pattern[str]
    given: frozenset[str]
    no_names: frozenset[str]


@lru_cache(maxsize=1)
def personal_words() -> dict[str, Any]:
    """What `personal.yml` says."""
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("personal.yml").read_text(encoding="utf-8"))
    return read


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = personal_words()
    streets = words["streets"]
    excluded = _any_of(streets["no_names"])
    number = r"\d{1,4}(?:\s?/?[a-zA-Z])?(?!\w)"
    rest = r"[\w'’.]*"
    name = rf"[^\W\d_]{rest}"
    return _Patterns(
        introduced=_before(words["introductions"]),
        opened=_before(words["openings"]),
        titled=_before(words["titles"]),
        street_before=re.compile(
            rf"\b(?i:{_any_of(streets['before'])})\s+(?!(?i:{excluded})\b)"
            rf"(?:{name}(?:\s+{name}){{0,3}}?,?\s*(?i:n\.?°?\s*|numero\s+)?{number}|[A-Z]{rest}(?:\s+[A-Z][\w'’]+)*)"
        ),
        street_behind=re.compile(
            rf"\b\d{{1,4}}[a-zA-Z]?,?\s+(?:[A-Z][\w'’]+\s+){{1,3}}(?i:{_any_of(streets['behind'])})\b"
        ),
        given=frozenset(given.casefold() for given in words["given"]),
        no_names=frozenset(word.casefold() for word in words["no_names"]),
    )


def find_personal(text: str, known: Iterable[str] = ()) -> list[Find]:
    """What tells of a person, in order and without overlaps; `known` are words of names found elsewhere."""
    finds: list[Find] = []
    left = text
    for look in (_numbers, _addresses, _references, _names):
        new = list(look(left))
        finds += new
        left = _without(left, new)
    finds += _known(left, known)
    return sorted(finds, key=lambda find: find.start)


def _without(text: str, finds: Iterable[Find]) -> str:
    for find in finds:
        text = text[: find.start] + _TAKEN * (find.end - find.start) + text[find.end :]
    return text


def _numbers(text: str) -> Iterator[Find]:
    """What logs mask too; each is blanked with as many signs, so that places stay."""
    found: list[Find] = []

    def put(span: Any, written: str) -> str:
        found.append(Find(span.start, span.end, span.kind))
        return _TAKEN * len(written)

    without_personal_numbers(text, put)
    yield from found


def _addresses(text: str) -> Iterator[Find]:
    patterns = _patterns()
    for pattern in (patterns.street_before, patterns.street_behind):
        found = [Find(*match.span(), "address") for match in pattern.finditer(text)]
        yield from found
        text = _without(text, found)
    for match in _POSTCODE.finditer(text):
        yield Find(*match.span(match.lastindex or 0), "postcode")


def _references(text: str) -> Iterator[Find]:
    found = [Find(*match.span(1), "reference") for match in _AFTER_WORD.finditer(text)]
    yield from found
    for match in _REFERENCE.finditer(_without(text, found)):
        yield Find(*match.span(), "reference")


def _names(text: str) -> Iterator[Find]:
    patterns, taken = _patterns(), text
    for pattern, needs in ((patterns.introduced, _ANY), (patterns.titled, _TITLE), (patterns.opened, _SURE)):
        found = [find for match in pattern.finditer(taken) for find in _named(taken, match.end(), needs)]
        yield from found
        taken = _without(taken, found)
    for match in _WORD.finditer(taken):
        if match[0].casefold() in patterns.given and match[0][0].isupper():
            yield from _named(taken, match.start(), _SURE)


def _named(text: str, place: int, needs: int) -> list[Find]:
    """The words of a name from `place` on; `needs` says what the first one must be."""
    words: list[re.Match[str]] = []
    while len(words) < _MOST_WORDS and (match := _WORD.match(text, place)) is not None:
        if match[0].casefold() in _patterns().no_names or (words and not match[0][0].isupper()):
            break
        words.append(match)
        place = match.end() + 1 if text[match.end() : match.end() + 1] == " " else len(text) + 1
    if not words or (needs != _ANY and not _is_name([word[0] for word in words], needs)):
        return []
    return [Find(*word.span(), kind) for word, kind in zip(words, _kinds(len(words), needs), strict=True)]


def _kinds(count: int, needs: int) -> list[Kind]:
    """Given name, then surnames; one word behind a title is a surname."""
    first: Kind = "name" if count == 1 and needs == _TITLE else "given"
    others: list[Kind] = ["name"] * (count - 1)
    return [first, *others]


def _is_name(words: list[str], needs: int) -> bool:
    if words[0].casefold() in _patterns().given:
        return True
    return words[0][0].isupper() and (needs == _TITLE or len(words) > 1)


def _known(text: str, known: Iterable[str]) -> Iterator[Find]:
    wanted = {word.casefold() for word in known if len(word) > 2}
    for match in _WORD.finditer(text):
        if match[0].casefold() in wanted:
            yield Find(*match.span(), "name")


def _before(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{_any_of(words)})(?!\w)[\s,:]*")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
