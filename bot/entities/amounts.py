"""Amounts of money in euro, as people type them in either language."""

import re
from collections.abc import Iterator

from bot.entities.finding import Finding

_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SIGN = r"€|eur(?:o|os|i)?\b"
_AMOUNT = re.compile(
    rf"(?:(?:€|\beur\b)\s?(?P<after>{_NUMBER}))(?!\d)|(?<![\d.,])(?P<before>{_NUMBER})\s?(?:{_SIGN})", re.IGNORECASE
)
_DECIMALS = re.compile(r"[.,](\d{1,2})$")


def amounts(text: str) -> Iterator[Finding]:
    """Yield every amount; its value is a number with a point and two decimals: `1299.00`.

    A last group of one or two digits is decimals, one of three is thousands: `1.299,00` and `1,299.00` are the same.
    """
    for match in _AMOUNT.finditer(text):
        number = match.group("after") or match.group("before")
        yield Finding("amount", match.start(), match.end(), _normal(number))


def _normal(number: str) -> str:
    decimals = _DECIMALS.search(number)
    whole = number[: decimals.start()] if decimals else number
    digits = re.sub(r"\D", "", whole)
    cents = decimals.group(1).ljust(2, "0") if decimals else "00"
    return f"{int(digits)}.{cents}"
