"""Slots and messages of the wrong type do no harm: what cannot be read counts as not said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.acknowledge import Acknowledge
from actions.answer_policy import AnswerPolicy
from actions.base import ChiaroAction
from actions.give_reason import GiveReason
from actions.note_fact import NoteFact
from actions.offer_alternatives import OfferAlternatives
from actions.repeat import Repeat
from actions.small_talk import SmallTalk
from actions.turn import Turn
from tests.unit.actions.talking import SLOTS, Talk, kinds

ACTIONS = [AnswerPolicy, GiveReason, OfferAlternatives, NoteFact, Repeat, Acknowledge, SmallTalk]
BROKEN: list[dict[str, Any]] = [
    dict.fromkeys(SLOTS, value)
    for value in (0, 7, True, "text", "", [], [None, 3], {"a": 1}, {}, 1.5, float("nan"), [["x"]])
]
LATEST: list[dict[str, Any] | None] = [
    None,
    {},
    {"text": None, "intent": None, "entities": None, "frustration": None, "language": None},
    {"text": 5, "intent": {"name": None, "confidence": None}, "entities": [], "language": "fr"},
    {"text": "reso", "intent": "ask_policy", "entities": {"policy_id": "x"}, "frustration": "angry"},
    {"text": "reso", "entities": [{}, {"entity": "policy_id"}, {"entity": "policy_id", "value": None}, "x"]},
    {"text": "reso", "frustration": {"score": "high", "level": "furious"}, "intent": {"confidence": "sure"}},
    {"text": "reso", "frustration": {"score": float("inf"), "level": 3}},
    {"text": "/choose_policy{}", "intent": {"name": "choose_policy"}, "language": "it"},
]


@pytest.mark.parametrize("slots", BROKEN, ids=lambda slots: repr(slots["language"]))
@pytest.mark.parametrize("action", ACTIONS)
def test_broken_slots_do_no_harm(talk: Talk, action: type[ChiaroAction], slots: dict[str, Any]) -> None:
    talk.slots |= slots
    assert talk.turn(action, "fate i pacchetti regalo?", "greet")


@pytest.mark.parametrize("latest", LATEST, ids=range(len(LATEST)))
@pytest.mark.parametrize("action", ACTIONS)
def test_broken_messages_do_no_harm(talk: Talk, action: type[ChiaroAction], latest: dict[str, Any] | None) -> None:
    assert talk.run(action, latest)


def test_after_a_turn_with_broken_slots_they_are_whole_again(talk: Talk) -> None:
    talk.slots |= dict.fromkeys(SLOTS, "text")
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    assert talk.slots["policy_id"] == "gift-wrapping"
    assert kinds(talk.turn(GiveReason, "perché?", "ask_reason")) == ["reason"]
    assert talk.slots["failures"] == 0
    assert talk.slots["used_phrases"] == []


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
keys = ("text", "intent", "entities", "language", "language_certain", "frustration")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(keys, values)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(SLOTS, values)),
)
def test_any_tracker_can_be_read(latest: dict[str, Any], slots: dict[str, Any]) -> None:
    from rasa_sdk import Tracker

    turn = Turn.from_tracker(Tracker("customer-1", {**SLOTS, **slots}, latest, [], False, None, {}, None))
    assert turn.language in ("it", "en")
    assert turn.level in ("calm", "tense", "frustrated", "angry")
    assert 0.0 <= turn.score <= 1.0
    assert turn.policy_id is None or isinstance(turn.policy_id, str)
    assert turn.version is None or type(turn.version) is int
    assert all(isinstance(name, str) for name in (*turn.candidates, *turn.last_parts, *turn.used_phrases))
    assert turn.failures >= 0
    assert turn.wish("gift-wrapping").policy_id == "gift-wrapping"
