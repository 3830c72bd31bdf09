"""Every word of the workbench's engine, in both languages, from `workbench/words/<language>/<topic>.yml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from workbench.errors import WorkbenchError

Language = Literal["it", "en"]
LANGUAGES: tuple[Language, ...] = ("it", "en")
_FOLDER = Path(__file__).parent / "words"


@lru_cache(maxsize=64)
def topic_words(language: Language, topic: str) -> dict[str, str]:
    """All words of one topic by key."""
    found: dict[str, str] = yaml.safe_load((_FOLDER / language / f"{topic}.yml").read_text(encoding="utf-8"))
    return found


def say(language: Language, key: str, /, **values: object) -> str:
    """The words of `key`, written `topic.key`, with their places filled; KeyError where there are none."""
    topic, _, name = key.partition(".")
    return topic_words(language, topic)[name].format(**values)


def say_error(language: Language, error: WorkbenchError) -> str:
    """What happened and what to do about it."""
    return say(language, error.key, **error.values)
