"""Invented numbers that look like real ones: what finds the real ones finds them too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from string import ascii_uppercase

from policy_kb.language.personal_codes import is_fiscal_code, is_iban
from policy_kb.language.personal_numbers import is_card, is_vat_number

_CARD = "4111111111111111111"
_CODE = "RSSMRA8{}T10A562"
_PHONE = "5550100"
# How many digits of a telephone say where it is.
_AREA = 3


def ibans() -> Iterator[str]:
    """Italian IBANs of no account."""
    for number in count(1):
        account = f"X0542811101{number:012d}"
        yield next(code for check in range(100) if is_iban(code := f"IT{check:02d}{account}"))


def cards(length: int) -> Iterator[str]:
    """Cards with so many digits, of a range for tests."""
    for number in count(1):
        start = f"{_CARD[: length - 3]}{number % 100:02d}"
        yield next(card for check in range(10) if is_card(card := f"{start}{check}"))


def fiscal_codes() -> Iterator[str]:
    """Tax codes of nobody."""
    for year in count():
        start = _CODE.format(year % 10)
        yield next(code for letter in ascii_uppercase if is_fiscal_code(code := start + letter))


def vat_numbers() -> Iterator[str]:
    """VAT numbers of no firm."""
    for number in count(1):
        yield next(vat for check in range(10) if is_vat_number(vat := f"{9_000_000_000 + number}{check}"))


def phones(digits: str) -> Iterator[str]:
    """Telephones with as many digits, and the same first ones, as `digits`."""
    kept = max(_AREA, len(digits) - len(_PHONE))
    for number in count(int(_PHONE)):
        yield digits[:kept] + f"{number:07d}"[kept - len(digits) :]


def references(digits: str) -> Iterator[str]:
    """Numbers of orders and the like with as many digits."""
    for number in count(1):
        yield f"{10 ** (len(digits) - 1) + number:0{len(digits)}d}"[-len(digits) :]
