"""When a turn of a development dialogue counts as met."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.dialogues import BadSet, Expected, Outcome, figures, read_dialogues, seen_in

RETURNS = "withdrawal-returns"
EXPLAINED = {"text": "30 giorni.", "custom": {"kind": "explanation", "policy_id": RETURNS, "language": "it"}}
STEPS = {"text": "1. Apri il modulo.", "custom": {"kind": "steps", "policy_id": RETURNS, "language": "it"}}
OTHER = {"text": "A casa.", "custom": {"kind": "steps", "policy_id": "delivery-times", "language": "it"}}
GREETING = {"text": "Ciao!", "custom": {"language": "it"}}
EXPECTED: dict[str, Any] = {"text": "Posso?", "kinds": ["explanation"], "policy_id": RETURNS, "language": "it"}


def outcome(*messages: dict[str, Any], dialogue: str = "it01", **changes: Any) -> Outcome:
    """What becomes of an expected turn, changed so, with these messages as the reply."""
    turn = {**EXPECTED, **changes}
    return Outcome(
        dialogue,
        Expected(turn["text"], tuple(turn["kinds"]), turn["policy_id"], turn["language"]),
        seen_in(list(messages)),
    )


def test_a_turn_with_the_expected_kind_policy_and_language_is_met() -> None:
    assert outcome(EXPLAINED).faults == ()


def test_more_kinds_than_expected_do_no_harm() -> None:
    assert outcome(GREETING, EXPLAINED, STEPS).faults == ()


def test_every_expected_kind_must_be_seen() -> None:
    missed = outcome(EXPLAINED, kinds=["explanation", "steps"])
    assert missed.faults == ("kind",)
    assert missed.is_met_by_any_kind


def test_small_talk_is_met_by_a_message_without_kind_only() -> None:
    small_talk: dict[str, Any] = {"kinds": [None], "policy_id": None}
    assert outcome(GREETING, **small_talk).faults == ()
    assert outcome(EXPLAINED, **small_talk).faults == ("kind",)


def test_where_small_talk_is_accepted_beside_a_kind_either_will_do() -> None:
    either: dict[str, Any] = {"kinds": ["feedback", None], "policy_id": None}
    assert outcome(GREETING, **either).faults == ()
    assert outcome({"text": "Grazie.", "custom": {"kind": "feedback", "language": "it"}}, **either).faults == ()
    assert outcome(STEPS, **either).faults == ("kind",)


def test_the_first_policy_named_counts() -> None:
    assert outcome(OTHER, EXPLAINED).faults == ("policy",)
    assert outcome(GREETING, EXPLAINED, OTHER).faults == ()


def test_a_policy_where_none_is_expected_is_counted_but_fails_nothing() -> None:
    free = outcome(EXPLAINED, policy_id=None)
    assert free.faults == ()
    assert figures([free])["a policy where none was expected"] == 1


def test_the_last_message_tells_the_language() -> None:
    english = {"text": "Open the form.", "custom": {"kind": "steps", "language": "en"}}
    assert outcome(EXPLAINED, english).faults == ("language",)
    assert outcome(english, EXPLAINED, policy_id=RETURNS).faults == ()


@pytest.mark.parametrize("messages", [[], [{"custom": EXPLAINED["custom"]}], [EXPLAINED, {**STEPS, "text": "  "}]])
def test_a_reply_without_text_is_empty_and_nothing_else(messages: list[dict[str, Any]]) -> None:
    assert outcome(*messages).faults == ("empty",)


def test_a_message_without_data_is_small_talk_in_no_language() -> None:
    assert outcome({"text": "?"}, kinds=[None], policy_id=None).faults == ("language",)


def test_a_dialogue_is_wholly_met_only_with_all_its_turns() -> None:
    found = figures([outcome(EXPLAINED), outcome(OTHER), outcome(EXPLAINED, dialogue="it02")])
    assert found["dialogues wholly met"] == 0.5
    assert found["met"] == pytest.approx(2 / 3, abs=1e-4)
    assert (found["failed: kind"], found["failed: policy"], found["failed: language"]) == (1, 1, 0)


def test_of_no_turns_no_share_is_met() -> None:
    assert figures([])["met"] == 0.0


def test_a_set_is_read_by_id() -> None:
    assert read_dialogues([json.dumps({"id": "it01", "turns": [EXPECTED]})])["it01"][0].kinds == ("explanation",)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '{"id": "it02"}',
        '{"id": "it02", "turns": []}',
        json.dumps({"id": "it01", "turns": [EXPECTED]}),
        json.dumps({"id": "it02", "turns": [{**EXPECTED, "kinds": "steps"}]}),
        json.dumps({"id": "it02", "turns": [{**EXPECTED, "kinds": []}]}),
        json.dumps({"id": "it02", "turns": [{**EXPECTED, "language": "fr"}]}),
        json.dumps({"id": "it02", "turns": [{"text": "Posso?"}]}),
    ],
)
def test_a_line_that_is_no_dialogue_is_named(line: str) -> None:
    with pytest.raises(BadSet, match="line 2"):
        read_dialogues([json.dumps({"id": "it01", "turns": [EXPECTED]}), line])


def test_a_set_without_dialogues_is_refused() -> None:
    with pytest.raises(BadSet):
        read_dialogues([])
