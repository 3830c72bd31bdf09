"""YAML from outside is plain values, or a sentence that says at which line it is not."""

from __future__ import annotations

import datetime
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.workbench.project.folders import sentences
from workbench.errors import BadFile, WorkbenchError
from workbench.project import load_yaml

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 9)
)
KEY_BOMB = BOMB + "? *a8\n: 1\n"
MERGES = "a0: &a0 {k: 1}\n" + "".join(
    f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}\n" for level in range(1, 12)
)
# The text, the line that is named, and words of the English sentence.
BAD = {
    "a bomb of aliases": (BOMB, None, "reference"),
    "a bomb as a key": (KEY_BOMB, None, "reference"),
    "a bomb of merged keys": (MERGES, None, "reference"),
    "many aliases": ("a: &a 1\nb:\n" + "- *a\n" * 101, 103, "reference"),
    "an alias of itself": ("a: 1\nb: &b\n- *b\n", 2, "reference"),
    "a Python object": ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "!!python/object/apply:os.system"),
    "a Python name": ("!!python/name:os.system\n", 1, "tag"),
    "a tag of our own": ("a: !secret b\n", 1, "!secret"),
    "a harmless tag": ("a: !!str 1\n", 1, "!!str"),
    "a key twice": ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", 5, "c"),
    "deep lists": ("[" * 100_000, 1, "levels"),
    "deep blocks": ("".join("  " * level + "a:\n" for level in range(40)), 31, "levels"),
    "deep dashes": ("- " * 1000 + "a\n", 1, "levels"),
    "50 MB": ("a: " + "b" * 50_000_000, None, "1 MB"),
    "50 MB of keys": ("a: b\n" * 10_000_000, None, "1 MB"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "YAML"),
    "no YAML": ("a: 1\nb: [1, 2\nc: 3\n", 3, "YAML"),
    "a tab": ("a:\n\tb: 1\n", 2, "YAML"),
    "an unclosed quote": ("a: 1\nb: 'x\n", None, "YAML"),
    "an unknown alias": ("a: 1\nb: *x\n", 2, "YAML"),
    "a list as a key": ("a: 1\n? [b]\n: 2\n", 2, "YAML"),
    "a control sign": ("è: 1\nb: \x07\n", 2, "control"),
    "a NUL": ("a: 1\n\0", 2, "control"),
    "half of a character": ("a: 1\nb: \ud800\n", 2, "UTF-8"),
    "a day that is none": ("a: 2026-02-31\n", None, "date"),
    "a number without end": ("a: " + "9" * 5000 + "\n", None, "number"),
    "a sign for a value": ("a: =\n", 1, "YAML"),
}


@pytest.mark.parametrize(("text", "line", "words"), BAD.values(), ids=BAD)
def test_what_is_no_plain_value_is_refused_at_its_line(text: str, line: int | None, words: str) -> None:
    tracemalloc.start()
    with pytest.raises(BadFile) as caught:
        load_yaml(text, "data/upload.yml")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    italian, english = sentences(caught)
    assert words in english
    assert "data/upload.yml" in italian
    if line is not None:
        assert caught.value.values["line"] == line
    assert most < 60_000_000


def test_plain_values_are_read_as_they_are() -> None:
    text = "a: 1\nb: [x, 'y', null]\nc: &c {d: 2026-01-02}\ne: *c\nf: |\n  - è\n"
    day = {"d": datetime.date(2026, 1, 2)}
    assert load_yaml(text, "a.yml") == {"a": 1, "b": ["x", "y", None], "c": day, "e": day, "f": "- è\n"}
    assert load_yaml("# only a comment\n", "a.yml") is None
    assert load_yaml("\ufeffa: 1\r\n", "a.yml") == {"a": 1}


@pytest.mark.parametrize("file", ["domain.yml", "config.yml", "data/rules/small_talk.yml", "data/nlu/it/yes_no.yml"])
def test_the_project_s_own_files_are_read_as_by_any_reader(file: str) -> None:
    text = (Path(__file__).parents[4] / file).read_text("utf-8")
    assert load_yaml(text, file) == yaml.safe_load(text)


@given(st.text(st.sampled_from(list("ab:-[]{}&*!|>'\"#%@,?<\n\t \\0=~é\u2028\x85\ud800"))))
@settings(max_examples=500, deadline=None)
def test_any_text_is_a_value_or_a_sentence(text: str) -> None:
    with suppress(WorkbenchError):
        load_yaml(text, "a.yml")
