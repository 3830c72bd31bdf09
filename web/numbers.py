"""Numbers in what somebody sent."""

from __future__ import annotations


def is_number(text: str, digits: int) -> bool:
    """Whether `text` is a whole number in plain digits, at most so many."""
    return text.isascii() and text.isdecimal() and len(text) <= digits
