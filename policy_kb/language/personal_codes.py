"""The check characters of codes made of letters and digits."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
# Digits may be letters, where two people would have the same code ("omocodia").
_FISCAL_CODE = re.compile(
    r"[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPR-T][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]",
    re.ASCII,
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Ministerial decree of 23 December 1976: what a character counts for at an odd place, 0 to 9 as A to J.
_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def is_iban(code: str) -> bool:
    """Whether `code` (capitals and digits) is an IBAN by ISO 13616: remainder 1 of the division by 97."""
    if not _IBAN.fullmatch(code):
        return False
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def is_fiscal_code(code: str) -> bool:
    """Whether `code` (capitals and digits) is an Italian *codice fiscale* with the right check character."""
    if not _FISCAL_CODE.fullmatch(code):
        return False
    values = [int(sign) if sign.isdigit() else _LETTERS.index(sign) for sign in code[:15]]
    total = sum(_ODD[value] for value in values[::2]) + sum(values[1::2])
    return _LETTERS[total % 26] == code[15]
