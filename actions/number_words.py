"""Numbers that customers write, in digits or letters."""

from __future__ import annotations

import re
from functools import lru_cache

from actions.words import read_words
from policy_kb.language.stems import fold

_TOKEN = re.compile(r"\w+")


def number_in(text: str) -> int | None:
    """The only small number in a text ("2", "la numero due"); None where it has none or several."""
    tokens = _TOKEN.findall(fold(text))
    found = [number for number in map(_number, tokens) if number is not None]
    return found[0] if len(found) == 1 else None


def _number(token: str) -> int | None:
    return int(token) if token.isascii() and token.isdigit() and len(token) <= 2 else _words().get(token)


@lru_cache(maxsize=1)
def _words() -> dict[str, int]:
    loaded: dict[str, int] = read_words("number_words.yml")
    return loaded
