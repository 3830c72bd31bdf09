"""Cards, VAT numbers and telephones among the numbers of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

_GAP = r"[ \u00a0\u2009\u202f.\-\u2010-\u2013/()]"
# Groups of digits with up to three signs between them. Not the seconds of a time: they would look like a prefix.
_RUN = re.compile(rf"(?<!\d)(?!(?<=\d:)\d\d(?!\d))\d++(?:{_GAP}{{1,3}}+\d++)*+")
_GROUP = re.compile(r"\d+")
_DAY = re.compile(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2})(?!\d)")
_REFERENCE = re.compile(r"[A-Z]{1,4}[-/#]$")
_MONEY_BEFORE = re.compile(r"(?:€|\$|£|EUR|euro)\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"(?:,\d{1,2})?\s?(?:€|\$|£|EUR|euro)", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NORTH_AMERICAN = re.compile(r"[2-9]\d\d\)?[ .\-]{1,2}\d{3}[ .\-]\d{4}")
_LONGEST = 19  # digits of a card
_SHORTEST = 7  # digits of a telephone with its prefix
_BEFORE = 6


@dataclass(frozen=True)
class Span:
    """A stretch of a text, `start` to `end`, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class _Run:
    """Groups of digits that belong together, in `text`, as (start, end)."""

    text: str
    groups: list[tuple[int, int]]
    digits: str = ""
    counts: list[int] = field(default_factory=list)  # digits before each group, and in all

    @classmethod
    def of(cls, match: re.Match[str]) -> _Run:
        groups = [group.span() for group in _GROUP.finditer(match.string, *match.span())]
        # Digits of other scripts count as what they stand for.
        digits = "".join(str(int(sign)) for start, end in groups for sign in match.string[start:end])
        return cls(match.string, groups, digits, [0, *accumulate(end - start for start, end in groups)])

    def size(self, first: int, last: int) -> int:
        return self.counts[last + 1] - self.counts[first]

    def number(self, first: int, last: int) -> str:
        return self.digits[self.counts[first] : self.counts[last + 1]]

    def written(self, first: int, last: int) -> str:
        return self.text[self.groups[first][0] : self.groups[last][1]]

    def before(self, first: int) -> str:
        start = self.groups[first][0]
        return self.text[max(0, start - _BEFORE) : start]

    def after(self, last: int) -> str:
        end = self.groups[last][1]
        return self.text[end : end + _BEFORE]


def spans_of_numbers(text: str) -> Iterator[Span]:
    """The cards, VAT numbers and telephones of `text`, in order."""
    for match in _RUN.finditer(text):
        yield from _spans(_Run.of(match))


def _spans(run: _Run) -> Iterator[Span]:
    first = 0
    while first < len(run.groups):
        first_after_day = _after_day(run, first)
        if first_after_day:
            first = first_after_day
            continue
        found = _longest(run, first)
        if found:
            last, kind = found
            start = run.groups[first][0] - _sign_before(run, first)
            yield Span(start, run.groups[last][1], kind)
            first = last
        first += 1


def _after_day(run: _Run, first: int) -> int:
    """The group behind a day such as 3/4/2026 or 2026-04-03; 0 where none begins here."""
    return first + 3 if _DAY.match(run.text, run.groups[first][0]) else 0


def _longest(run: _Run, first: int) -> tuple[int, str] | None:
    last = first
    while last + 1 < len(run.groups) and run.size(first, last + 1) <= _LONGEST:
        last += 1
    for end in range(last, first - 1, -1):
        kind = _kind(run, first, end)
        if kind:
            return end, kind
    return None


def _kind(run: _Run, first: int, last: int) -> str | None:
    number = run.number(first, last)
    if is_card(number):
        return "card"
    if last == first and is_vat_number(number) and not run.after(last)[:1].isalpha():
        return "vat"
    return "phone" if _is_telephone(run, first, last, number) else None


def is_card(number: str) -> bool:
    """Whether the digits are a payment card's: 13 to 19 of them, of a known range, with the check digit of Luhn."""
    return 13 <= len(number) <= _LONGEST and number[0] in "23456" and _luhn(number) == 0


def is_vat_number(number: str) -> bool:
    """Whether the digits are an Italian *partita IVA*: 11 of them, not all 0, with the right check digit."""
    return len(number) == 11 and number.strip("0") != "" and _luhn(number) == 0


def _luhn(number: str) -> int:
    values = [int(sign) for sign in reversed(number)]
    return (sum(values[::2]) + sum(sum(divmod(2 * value, 10)) for value in values[1::2])) % 10


def _is_telephone(run: _Run, first: int, last: int, number: str) -> bool:
    # The form first: it costs least, and every window of every run is asked for it.
    if len(number) < _SHORTEST:
        return False
    if _sign_before(run, first):
        return number[0] != "0" and len(number) <= 15
    if not (_is_international(number) or _is_national(run, first, last, number)):
        return False
    return not (run.after(last)[:1].isalpha() or _REFERENCE.search(run.before(first)) or _is_amount(run, first, last))


def _is_international(number: str) -> bool:
    return number.startswith("00") and number[2] != "0" and 11 <= len(number) <= 17


def _is_national(run: _Run, first: int, last: int, number: str) -> bool:
    area = run.groups[first][1] - run.groups[first][0]
    if number[0] == "0":
        return number[1] != "0" and area > 1 and 8 <= len(number) <= 11
    if number.startswith(("390", "393")) and len(number) in (11, 12):
        return True
    if number[0] == "3":
        return area >= 3 and len(number) in (9, 10)
    if number[:2] in ("80", "84", "89") and len(number) == 9:
        return area >= 3
    return len(number) == 10 and bool(_NORTH_AMERICAN.fullmatch(run.written(first, last)))


def _is_amount(run: _Run, first: int, last: int) -> bool:
    if not _THOUSANDS.fullmatch(run.written(first, last)) and first != last:
        return False
    return bool(_MONEY_BEFORE.search(run.before(first)) or _MONEY_AFTER.match(run.after(last)))


def _sign_before(run: _Run, first: int) -> int:
    """How many signs before a number say that it is an international one: `+`, `(+`."""
    before = run.before(first)
    return 2 if before.endswith("(+") else 1 if before.endswith("+") else 0
