"""Numbers that customers write in letters."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml

from policy_kb.language.stems import fold


def number_word(text: str) -> int | None:
    """The number that the text is, in letters; None where it is none of the few that are known."""
    return _words().get(fold(text).strip(" .!,"))


@lru_cache(maxsize=1)
def _words() -> dict[str, int]:
    source = resources.files("actions").joinpath("number_words.yml").read_text(encoding="utf-8")
    loaded: dict[str, int] = yaml.safe_load(source)
    return loaded
