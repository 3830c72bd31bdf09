"""The words of the picture, read from `words.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
import yaml

WORDS_FILE = Path(__file__).with_name("words.yml")


class MissingWord(click.ClickException):
    """`words.yml` says nothing of a thing that the picture has to show."""


@lru_cache(maxsize=1)
def picture_words() -> Mapping[str, Any]:
    """All of the file."""
    content: dict[str, Any] = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return content


def word(section: str, name: str) -> Any:
    """What `section` of the file says of `name`.

    Raises:
        MissingWord: nothing.
    """
    found = picture_words()[section].get(name)
    if found is None:
        raise MissingWord(picture_words()["missing"].format(section=section, name=name))
    return found
