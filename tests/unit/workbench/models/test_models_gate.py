"""The gate blocks what is surely worse, says why and where, and lets the rest through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import BadFile, NotThere
from workbench.models import measures
from workbench.models.gate import judge
from workbench.models.reading import Reading
from workbench.models.sets import Message, read_sets
from workbench.models.thresholds import OWN, Thresholds, read_thresholds
from workbench.wording import LANGUAGES, say

ROOT = Path(__file__).parents[4]
THRESHOLDS = read_thresholds(ROOT)
INTENTS = ("ask_steps", "ask_reason", "out_of_scope")
MESSAGES = tuple(
    Message(f"{intent} {number}", ("it", "en")[number % 2], intent, "set.jsonl", number)
    for intent in INTENTS
    for number in range(40)
)
FEELINGS = tuple(
    Message(f"{level} {number}", "it", level, "felt.jsonl", number)
    for level in ("calm", "tense", "frustrated", "angry")
    for number in range(20)
)


def right(message: Message) -> Reading:
    """As a good model reads it."""
    scope = 0.1 if message.label == "out_of_scope" else 0.9
    return Reading(message.label, message.label, 0.97, scope, message.language, "calm")


def felt(message: Message) -> Reading:
    return Reading("vent", "vent", 0.9, 0.9, "it", message.label)


GOOD = [right(message) for message in MESSAGES]
FELT = [felt(message) for message in FEELINGS]


def compared(
    after: list[Reading] | None = None,
    felt_after: list[Reading] | None = None,
    before: list[Reading] | None = None,
    ratio: float = 1.0,
    **more: Any,
) -> dict[str, Any]:
    """A comparison of a good model with one that reads as given."""
    after, before = after or GOOD, before or GOOD
    return {
        "intents": measures.intents(MESSAGES, before, after),
        "calibration": measures.calibration(MESSAGES, before, after),
        "scope": measures.scope(MESSAGES, before, after),
        "frustration": measures.frustration(FEELINGS, FELT, felt_after or FELT),
        "cost": {"in_force": 5.0, "candidate": 5.0 * ratio, "ratio": ratio},
        "lines": [],
        "tests": {"broken": []},
        **more,
    }


def mistaken(count: int, intent: str, now: str, **changes: Any) -> list[Reading]:
    """A good model that takes so many messages of an intent for another."""
    rows = [row for row, message in enumerate(MESSAGES) if message.label == intent][:count]
    changed = {row: replace(GOOD[row], intent=now, best=now, confidence=0.5, **changes) for row in rows}
    return [changed.get(row, reading) for row, reading in enumerate(GOOD)]


def checks(result: dict[str, Any], thresholds: Thresholds = THRESHOLDS) -> set[str]:
    gate = judge(result, thresholds)
    assert gate["passed"] == (not gate["reasons"])
    for reason in gate["reasons"]:
        for language in LANGUAGES:
            assert say(language, f"models.{reason['key']}", **reason["values"])
    return {reason["check"] for reason in gate["reasons"]}


def test_the_same_again_is_let_through() -> None:
    assert checks(compared()) == set()


def test_two_messages_more_or_less_are_chance() -> None:
    assert checks(compared(mistaken(2, "ask_steps", "ask_reason"))) == set()


def test_an_intent_that_is_taken_for_another_is_named_with_its_messages() -> None:
    gate = judge(compared(mistaken(12, "ask_steps", "ask_reason")), THRESHOLDS)
    named = next(reason for reason in gate["reasons"] if reason["key"] == "intent-loses")
    assert named["values"]["intent"] == "ask_steps"
    assert named["places"][0]["file"] == "set.jsonl"
    assert named["places"][0]["now"] == "ask_reason"


def test_an_intent_that_is_lost_in_one_language_alone_is_seen() -> None:
    rows = [row for row, one in enumerate(MESSAGES) if one.label == "ask_reason" and one.language == "it"][:5]
    after = [replace(one, intent="vent", best="vent") if row in rows else one for row, one in enumerate(GOOD)]
    strict = Thresholds({**THRESHOLDS.values, "all_intents_lose": None, "a_language_loses": None})
    gate = judge(compared(after), strict)
    assert ("intent-in-language", "it") in {(one["key"], one["values"].get("lang")) for one in gate["reasons"]}


def test_too_sure_a_model_is_blocked() -> None:
    doubtful = [replace(one, confidence=0.92) for one in mistaken(10, "ask_steps", "vent")]
    sure = [replace(one, confidence=1.0) for one in doubtful]
    assert "calibration" in checks(compared(sure, before=doubtful))


def test_what_is_out_of_scope_must_still_be_told_apart() -> None:
    lost = mistaken(10, "out_of_scope", "ask_steps", in_scope=0.95)
    assert "scope" in checks(compared(lost))
    refused = mistaken(8, "ask_steps", "nlu_fallback")
    assert "scope" in checks(compared(refused))


def test_feelings_heard_worse_are_blocked() -> None:
    after = [replace(one, level="calm") if one.level in ("angry", "frustrated") else one for one in FELT]
    assert checks(compared(felt_after=after)) == {"frustration"}


def test_calm_customers_taken_for_heated_ones_are_blocked() -> None:
    after = [replace(one, level="frustrated") if number < 3 else one for number, one in enumerate(FELT)]
    assert "frustration" in checks(compared(felt_after=after))


def test_a_broken_test_is_named() -> None:
    broken = [{"file": "tests/conversations/a.yml", "line": 4, "story": "A", "text": "ciao", "differences": []}]
    gate = judge(compared(tests={"broken": broken}), THRESHOLDS)
    assert gate["reasons"][0]["places"] == broken


def test_lines_that_are_gone_are_named_and_a_few_are_not() -> None:
    row = {"intent": "vent", "language": "it", "before": 50, "after": 0}
    assert checks(compared(lines=[row])) == {"lines"}
    assert checks(compared(lines=[{**row, "after": 45}])) == set()
    assert checks(compared(lines=[{**row, "before": 4}])) == set()


def test_a_slow_model_is_blocked() -> None:
    assert checks(compared(ratio=1.6)) == {"cost"}
    assert checks(compared(ratio=1.1)) == set()


def test_a_check_that_is_left_out_blocks_nothing() -> None:
    nothing = Thresholds(dict.fromkeys(THRESHOLDS.values) | {"significance": 0.05})
    worst = compared(mistaken(40, "ask_steps", "vent"), ratio=9.0, lines=[{"before": 9, "after": 0}])
    assert checks(worst, nothing) == set()


def test_a_company_sets_its_own_thresholds(tmp_path: Path) -> None:
    (tmp_path / OWN).parent.mkdir(parents=True)
    (tmp_path / OWN).write_text("cost_at_most: 3\ntests_broken: null\n")
    found = read_thresholds(tmp_path)
    assert (found.of("cost_at_most"), found.of("tests_broken")) == (3, None)
    assert found.of("lines_lost") == THRESHOLDS.of("lines_lost")


@pytest.mark.parametrize(
    "text",
    [
        "- 1",
        "cost: 1",
        "cost_at_most: -1",
        "cost_at_most: yes",
        "cost_at_most: .inf",
        "a: [",
        "x: !!python/object:os.x {}",
    ],
)
def test_thresholds_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / OWN).parent.mkdir(parents=True)
    (tmp_path / OWN).write_text(text)
    with pytest.raises(BadFile):
        read_thresholds(tmp_path)


def test_the_sets_of_the_project_can_be_read() -> None:
    sets = read_sets(ROOT)
    assert len(sets.intents) > 700
    assert {message.label for message in sets.frustration} == {"calm", "tense", "frustrated", "angry"}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('{"text": "a"}', BadFile),
        ("{", BadFile),
        ('{"text": " ", "intent": "a"}', BadFile),
        ("[]", BadFile),
        (None, NotThere),
    ],
)
def test_a_set_that_is_none_is_refused(tmp_path: Path, line: str | None, error: type[Exception]) -> None:
    (tmp_path / "workbench" / "models").mkdir(parents=True)
    (tmp_path / "workbench" / "models" / "sets.yml").write_text("intents: [mine.jsonl]\n")
    if line is not None:
        (tmp_path / "mine.jsonl").write_text(line + "\n")
    with pytest.raises(error):
        read_sets(tmp_path)
