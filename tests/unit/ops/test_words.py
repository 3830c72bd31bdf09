"""The wording of set-up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ops
from ops.errors import MachineError, StopRequestedError
from ops.words import all_words, duration, say, size

SOURCES = sorted(Path(ops.__file__).parent.glob("*.py"))
# Put together from parts in the sources: `name-project`, `suite-bot` …
JOINED = {key for key in all_words() if key.startswith(("name-", "suite-"))}


def quoted() -> set[str]:
    """Every short text between quotation marks in the sources."""
    return {text for source in SOURCES for text in re.findall(r'"([a-z-]+)"', source.read_text(encoding="utf-8"))}


def test_every_sentence_that_is_asked_for_is_there() -> None:
    text = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
    asked = set(re.findall(r'(?:\bsay|Error|_line|__init__)\(\s*"([a-z-]+)"', text))
    assert len(asked) > 30
    assert asked - set(all_words()) == set()


def test_every_sentence_is_used() -> None:
    assert set(all_words()) - quoted() - JOINED == set()


def test_an_error_is_its_sentence() -> None:
    assert str(MachineError("not-there", path="domain.yml")).startswith("domain.yml is missing")
    assert str(StopRequestedError()).startswith("Stopped.")


@pytest.mark.parametrize("key", sorted(key for key in all_words() if ":" in all_words()[key]))
def test_sentences_have_whole_placeholders(key: str) -> None:
    names = set(re.findall(r"{(\w+)}", all_words()[key]))
    assert "{" not in say(key, **dict.fromkeys(names, "x"))


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s")])
def test_time_spans_are_for_people(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0.0 MB"), (1_500_000, "1.5 MB"), (2_500_000_000, "2.5 GB")])
def test_sizes_are_for_people(count: int, words: str) -> None:
    assert size(count) == words
