"""The wording of everything that this package says, read from `words.yml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).with_name("words.yml")


@lru_cache(maxsize=1)
def all_words() -> dict[str, str]:
    """Every sentence by its key, with `{placeholders}`."""
    words: dict[str, str] = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return words


def say(key: str, /, **values: object) -> str:
    """The sentence `key` with its placeholders filled in; KeyError where either is unknown."""
    return all_words()[key].format(**values)
