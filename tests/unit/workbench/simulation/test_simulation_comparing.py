"""An answer is another one where policy, parts, language or the call of a person differ without the manner's reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.simulation.comparing import changes
from workbench.simulation.walked import Answered, Simulation, Step, Walk

SAID = "how long do I have to return it?"
BEFORE = Answered(("explanation", "steps"), "withdrawal-returns", "en", "none", "ask_policy", "Thirty days.")


@pytest.mark.parametrize("customer", ["calm", "typos", "confused", "angry"])
def test_the_same_answer_is_no_change(customer: str) -> None:
    assert changes(customer, SAID, BEFORE, BEFORE) == ()


@pytest.mark.parametrize(
    ("what", "now"),
    [
        ("policy", replace(BEFORE, policy="exchange")),
        ("policy", replace(BEFORE, policy=None)),
        ("kinds", replace(BEFORE, kinds=("explanation",))),
        ("kinds", replace(BEFORE, kinds=("steps", "explanation"))),
        ("kinds", replace(BEFORE, kinds=())),
        ("language", replace(BEFORE, language="it")),
        ("handoff", replace(BEFORE, handoff="requested")),
    ],
)
@pytest.mark.parametrize("customer", ["calm", "typos", "confused", "angry"])
def test_what_differs_is_named(customer: str, what: str, now: Answered) -> None:
    assert changes(customer, SAID, now, BEFORE) == (what,)


def test_an_angry_customer_may_be_understood_and_offered_a_person_and_a_calm_one_not() -> None:
    now = replace(BEFORE, kinds=("acknowledgement", "explanation", "steps", "handoff"), handoff="offered")
    assert changes("angry", SAID, now, BEFORE) == ()
    assert changes("calm", SAID, now, BEFORE) == ("kinds", "handoff")
    assert changes("angry", SAID, replace(now, handoff="active"), BEFORE) == ("handoff",)


def test_whoever_switches_is_to_be_answered_in_the_other_language() -> None:
    assert changes("switching", SAID, replace(BEFORE, language="it"), BEFORE) == ()
    assert changes("switching", SAID, BEFORE, BEFORE) == ("language",)
    assert changes("switching", "ciao a tutti", BEFORE, BEFORE) == ()


def test_small_talk_stays_small_talk_when_only_understanding_is_added() -> None:
    small_talk = replace(BEFORE, kinds=(None,), policy=None)
    assert changes("confused", SAID, replace(small_talk, kinds=("acknowledgement",)), small_talk) == ()


def test_shares_count_turns_of_each_customer_and_only_changed_walks_are_written_out() -> None:
    same, other = Step(SAID, BEFORE, BEFORE, ()), Step(SAID, BEFORE, BEFORE, ("kinds",))
    good = Walk("calm", "a test", "f.yml", 3, (same, same))
    bad = Walk("typos", "a test", "f.yml", 3, (same, other))
    lost = Walk("calm", "another", "g.yml", 3, (), "ReadTimeout")
    found = Simulation((good, bad, lost), 1, 0.1, "chiaro-x")
    assert found.shares() == {"calm": (2, 2), "typos": (1, 2)}
    content = found.as_json()
    assert [walk["test"] for walk in content["walks"]] == ["a test", "another"]
    assert content["shares"]["typos"] == {"same": 1, "turns": 2}
