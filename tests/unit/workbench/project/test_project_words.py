"""Every error of files and training lines has its words in both languages, and every word is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from workbench.wording import topic_words

PACKAGE = Path(__file__).parents[4] / "workbench"
KEY = re.compile(r'"files\.([a-z0-9-]+)"')


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_every_error_has_words_in_both_languages_and_every_word_is_used() -> None:
    sources = [*PACKAGE.glob("project/*.py"), *PACKAGE.glob("nlu/*.py")]
    used = {key for source in sources for key in KEY.findall(source.read_text("utf-8"))}
    assert set(topic_words("it", "files")) == set(topic_words("en", "files")) == used


def test_both_languages_fill_the_same_places() -> None:
    for key, words in topic_words("it", "files").items():
        assert places(words) == places(topic_words("en", "files")[key]), key
