"""The wording of everything that `ops` says, read from `words.json`."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("words.json")


@lru_cache(maxsize=1)
def all_words() -> dict[str, str]:
    """Every sentence by its key, with `{placeholders}`."""
    words: dict[str, str] = json.loads(WORDS_FILE.read_text(encoding="utf-8"))
    return words


def say(key: str, **values: object) -> str:
    """The sentence `key` with its placeholders filled in; KeyError where either is unknown."""
    return all_words()[key].format(**values)


def duration(seconds: float) -> str:
    """A time span for people: whole seconds, and minutes from 60 seconds on."""
    whole = round(seconds)
    if whole < 60:
        return say("seconds", seconds=whole)
    return say("minutes", minutes=whole // 60, seconds=whole % 60)


def size(count: int) -> str:
    """A number of bytes for people, in MB or GB (powers of ten)."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
