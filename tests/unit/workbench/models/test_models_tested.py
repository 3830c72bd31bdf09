"""What tests came to with a model is kept, and told apart from what they come to with another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.models.tested import KeptTests, Outcome, broken, changed_answers, said_alone

DIFFERENCE = {"what": "intent", "expected": "a", "seen": "b"}


def turn(reply: str = "ciao", kind: str = "reason", **more: Any) -> dict[str, Any]:
    told = {"text": "perché?", "intent": "ask_reason", "level": "calm", "actions": ["action_give_reason"]}
    return {**told, "answers": [[kind, "exchange", "2"]], "reply": reply, "differences": [], **more}


GOOD = Outcome("tests/a.yml", 4, "A", "digest", True, "", [turn()])
BAD = replace(GOOD, passed=False, turns=[turn(kind="steps", differences=[DIFFERENCE])])


def of(one: Outcome) -> dict[tuple[str, str], Outcome]:
    return {one.key: one}


def test_a_test_that_passed_before_and_fails_now_is_broken() -> None:
    (found,) = broken(of(GOOD), [BAD])
    assert (found["file"], found["line"], found["differences"]) == ("tests/a.yml", 4, [DIFFERENCE])


def test_a_test_that_failed_before_is_not_broken_by_the_candidate() -> None:
    assert broken(of(BAD), [BAD]) == []


def test_a_new_test_that_fails_is_broken() -> None:
    assert len(broken({}, [BAD])) == 1


def test_a_test_that_could_not_be_played_is_broken_and_says_why() -> None:
    (found,) = broken(of(GOOD), [replace(GOOD, passed=False, trouble="no connection", turns=[])])
    assert found["trouble"] == "no connection"


def test_answers_with_other_kinds_are_told_one_by_one_and_other_words_are_not() -> None:
    assert changed_answers(of(GOOD), [replace(GOOD, turns=[turn(reply="salve")])]) == []
    (found,) = changed_answers(of(GOOD), [BAD])
    assert (found["turn"], found["was"]["answers"][0][0], found["now"]["answers"][0][0]) == (1, "reason", "steps")
    assert changed_answers({}, [BAD]) == []


def test_what_is_kept_of_a_model_comes_back_and_is_added_to(tmp_path: Path) -> None:
    kept = KeptTests(tmp_path)
    kept.keep("chiaro-1", [GOOD])
    kept.keep("chiaro-1", [replace(BAD, story="B"), replace(GOOD, file="", story="said alone")])
    assert sorted(story for _, story in kept.of("chiaro-1")) == ["A", "B"]
    assert kept.of("chiaro-1")[GOOD.key] == GOOD
    assert kept.of("chiaro-2") == {}


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"file": 1}]', "3"])
def test_a_file_that_cannot_be_read_counts_as_nothing(tmp_path: Path, text: str) -> None:
    KeptTests(tmp_path).keep("chiaro-1", [GOOD])
    (file,) = tmp_path.rglob("tests.json")
    file.write_text(text)
    assert KeptTests(tmp_path).of("chiaro-1") == {}


def test_a_message_said_alone_is_a_conversation_of_one_turn() -> None:
    story = said_alone("ciao")
    assert [one.text for one in story.turns] == ["ciao"]
    assert not story.is_alone
