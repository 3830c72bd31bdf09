"""Each change of the gate's benchmark changes something, and what it is meant to change."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.gate.changes import CHANGES, Change
from benchmarks.gate.project import Small
from ops.fingerprint import fingerprint


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small.made(tmp_path_factory.mktemp("gate") / "base")


@pytest.fixture
def copy(base: Small, tmp_path: Path) -> Small:
    return base.copied(tmp_path / "changed")


def lines_of(small: Small, intent: str, language: str = "*") -> int:
    blocks = [
        block
        for file in small.nlu_files(language)
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]
        if block.get("intent") == intent
    ]
    return sum(len(block["examples"].splitlines()) for block in blocks)


def test_there_are_ten_of_both_kinds() -> None:
    assert [sum(change.harmful is harmful for change in CHANGES) for harmful in (True, False)] == [10, 10]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_makes_another_model(base: Small, copy: Small, change: Change) -> None:
    change.make(copy)
    assert fingerprint(copy.root) != fingerprint(base.root)


def test_a_merged_intent_has_no_lines_and_the_other_has_them(base: Small, copy: Small) -> None:
    next(change for change in CHANGES if change.name == "merged").make(copy)
    before = lines_of(base, "ask_alternatives") + lines_of(base, "ask_resources")
    assert (lines_of(copy, "ask_alternatives"), lines_of(copy, "ask_resources")) == (0, before)


def test_an_intent_loses_the_lines_of_one_language_only(base: Small, copy: Small) -> None:
    next(change for change in CHANGES if change.name == "one language less").make(copy)
    assert lines_of(copy, "vent", "it") == 0
    assert lines_of(copy, "vent", "en") == lines_of(base, "vent", "en") > 0


def test_no_two_changes_make_the_same_model(base: Small, tmp_path: Path) -> None:
    made = set()
    for change in CHANGES:
        small = base.copied(tmp_path / change.name.replace(" ", "-"))
        change.make(small)
        made.add(fingerprint(small.root))
    assert len(made) == len(CHANGES)
