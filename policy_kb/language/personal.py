"""Personal numbers and addresses in any text: cards, IBANs, tax codes, VAT numbers, e-mail, telephones.

Every step looks at a character a bounded number of times, so that the time grows with the length of the text only. What
carries a check digit counts only where it is right; order numbers such as AC-204518, amounts, days and times do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policy_kb.language.personal_codes import is_fiscal_code, is_iban
from policy_kb.language.personal_numbers import Span, spans_of_numbers

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
# Possessive: a run of characters is read once, whatever follows it.
_EMAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}++@[\w-]++(?:\.[\w-]++)++")
_IBAN_START = re.compile(r"(?<![^\W_])(?=[A-Za-z]{2}[ -]?\d\d)")
_FISCAL_CODE_START = re.compile(r"(?<![^\W_])(?=[A-Za-z])")
_IBAN_LENGTHS = range(34, 14, -1)
_FISCAL_CODE_LENGTH = (16,)

Check = Callable[[str], bool]


def without_personal_numbers(text: str, put: Callable[[Span, str], str]) -> str:
    """`text` with each find replaced by what `put` makes of it and of its text.

    Kinds of spans are `email`, `iban`, `fiscal code`, `card`, `vat` and `phone`. What was put in place of one kind is
    looked at again for the kinds behind it.
    """
    for find in (_emails, _ibans, _fiscal_codes, spans_of_numbers):
        text = _replaced(text, find(text), put)
    return text


def _replaced(text: str, spans: Iterator[Span], put: Callable[[Span, str], str]) -> str:
    parts: list[str] = []
    end = 0
    for span in spans:
        parts += [text[end : span.start], put(span, text[span.start : span.end])]
        end = span.end
    return "".join([*parts, text[end:]])


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield Span(match.start(), match.end(), "email")


def _ibans(text: str) -> Iterator[Span]:
    return _codes(text, _IBAN_START, _IBAN_LENGTHS, is_iban, "iban")


def _fiscal_codes(text: str) -> Iterator[Span]:
    return _codes(text, _FISCAL_CODE_START, _FISCAL_CODE_LENGTH, is_fiscal_code, "fiscal code")


def _codes(
    text: str, start: re.Pattern[str], lengths: range | tuple[int, ...], check: Check, kind: str
) -> Iterator[Span]:
    free = 0  # from here on nothing is masked yet
    for match in start.finditer(text):
        if match.start() < free:
            continue
        ends = _ends(text, match.start(), max(lengths))
        found = next(
            (ends[size] for size in lengths if size in ends and check(_joined(text, match.start(), ends[size]))), 0
        )
        if found:
            yield Span(match.start(), found, kind)
            free = found


def _ends(text: str, start: int, longest: int) -> dict[int, int]:
    """Where a code ends, by how many letters and digits it has: at the end of a word; it may hold single spaces."""
    ends: dict[int, int] = {}
    position, count = start, 0
    while count < longest and position < len(text):
        if text[position].isascii() and text[position].isalnum():
            count += 1
            if not text[position + 1 : position + 2].isalnum():
                ends[count] = position + 1
        elif text[position] not in " -\u00a0" or text[position - 1] in " -\u00a0":
            break
        position += 1
    return ends


def _joined(text: str, start: int, end: int) -> str:
    return "".join(sign for sign in text[start:end] if sign.isalnum()).upper()
