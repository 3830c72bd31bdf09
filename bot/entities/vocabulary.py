"""The words of `bot/resources/entities`, by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent.parent / "resources" / "entities"
LANGUAGES = ("it", "en")


@dataclass(frozen=True)
class Vocabulary:
    """`phrases`: by entity and normalised value, how people say it. `references`: words before a number, by entity.

    `joiners`: words between such a word and its number. `months`, `weekdays`: numbers by name. `relative`: days from
    today by phrase. `units`: days by unit of time. `counts`: numbers by word. `ago`, `ahead`, `last`, `next`: words
    that tell the direction.
    """

    phrases: Mapping[str, Mapping[str, list[str]]]
    references: Mapping[str, list[str]]
    joiners: list[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    relative: Mapping[str, int]
    units: Mapping[str, int]
    counts: Mapping[str, int]
    ago: list[str]
    ahead: list[str]
    last: list[str]
    next: list[str]


def read_vocabulary(language: str) -> Vocabulary:
    """Return the vocabulary of `it` or `en`, with what both share."""
    own = _read(f"{language}.yml")
    shared = _read("shared.yml")
    phrases = {**own.pop("phrases"), **shared["phrases"]}
    return Vocabulary(phrases=phrases, **own)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return content
