"""The summary for whoever takes a conversation over, and what the assistant understood of each message."""

from __future__ import annotations

from typing import Any

import pytest

from web.console.inside import Chosen, inside_of
from web.console.summary import MOST_CHARACTERS, Summary, Tried, summary_of
from web.console.view import turns
from web.inbox.records import Event, EventKind


def event(number: int, kind: EventKind, **data: Any) -> Event:
    return Event(number, kind, 1000.0 + number, data)


def message(level: str | None = None, **custom: Any) -> dict[str, Any]:
    mood = {"conversation": {"frustration": {"level": level}}} if level else {}
    return {"text": "x", "custom": custom | mood}


def test_it_says_what_was_asked_tried_promised_and_how_the_mood_went() -> None:
    events = [
        event(1, "accepted", text="  Quanto costa\nla confezione? "),
        event(2, "reply", messages=[message("calm", policy_id="gift-wrapping", version=2, kind="explanation")]),
        event(3, "accepted", text="Non è quello che ho chiesto!"),
        event(4, "reply", messages=[message("angry"), message(policy_id="gift-wrapping", version=2, kind="steps")]),
        event(5, "reply", messages=[message("angry", policy_id="sofa-trial", kind="explanation")], ticket="R-00007"),
        event(6, "reply", messages=[message("calm", policy_id="gift-wrapping", version=2, kind="steps")]),
    ]
    assert summary_of(events) == Summary(
        asked="Quanto costa la confezione?",
        open="Non è quello che ho chiesto!",
        tried=(
            Tried("gift-wrapping", 2, ("explanation", "steps")),
            Tried("sofa-trial", None, ("explanation",)),
        ),
        moods=("calm", "angry", "calm"),
        promised=("R-00007",),
    )


def test_of_an_empty_conversation_nothing_is_said() -> None:
    assert summary_of([]) == Summary(None, None, (), (), ())
    assert summary_of([event(1, "state", handoff="active")]) == Summary(None, None, (), (), ())


@pytest.mark.parametrize("custom", [None, "text", [], {"policy_id": 7, "kind": "steps"}, {"policy_id": "x"}, {}])
def test_messages_without_what_is_expected_are_passed_over(custom: Any) -> None:
    events = [event(1, "reply", messages=[{"text": "x", "custom": custom}, {"text": "y"}])]
    assert summary_of(events) == Summary(None, None, (), (), ())


def test_long_words_are_cut() -> None:
    cut = summary_of([event(1, "accepted", text="parola " * 100)]).asked or ""
    assert len(cut) <= MOST_CHARACTERS
    assert cut.endswith("…")


def test_only_states_that_tell_who_has_it_are_turns() -> None:
    told = [event(n, "state", handoff=handoff) for n, handoff in enumerate(("none", "offered", "requested", "active"))]
    assert [one.number for one in turns([*told, event(9, "person", text="x")])] == [0, 3, 9]


# As Rasa 3.6.21 keeps them.
PARSED = {
    "intent": {"name": "ask_policy", "confidence": 0.91},
    "intent_ranking": [
        {"name": "ask_policy", "confidence": 0.91},
        {"name": "complain", "confidence": 0.05},
        {"name": "greet", "confidence": 0.02},
        {"name": "bye", "confidence": 0.01},
    ],
    "second_intent": {"name": "complain", "confidence": 0.4},
    "language": "it",
    "frustration": {"level": "frustrated", "score": 0.61},
    "frustration_cues": ["terza volta", "!!!"],
    "entities": [{"entity": "order_number", "value": "A-1", "start": 0, "end": 3}],
}
TURN: list[dict[str, Any]] = [
    {"event": "action", "name": "action_session_start", "policy": None, "confidence": 1.0},
    {"event": "user", "text": "dov'è?", "metadata": {"message": 1}, "parse_data": PARSED},
    {"event": "user_featurization", "use_text_for_featurization": False},
    {"event": "action", "name": "action_answer", "policy": "policy_0_RulePolicy", "confidence": 0.98},
    {"event": "slot", "name": "policy_id", "value": "gift-wrapping"},
    {"event": "bot", "text": "…"},
    {"event": "action", "name": "action_listen", "policy": "policy_0_RulePolicy", "confidence": 1.0},
    {"event": "user", "text": "grazie", "metadata": {"message": 4}, "parse_data": {}},
    {"event": "action", "name": "utter_thanks", "policy": "policy_1_TEDPolicy", "confidence": None},
]


def test_a_turn_tells_what_was_understood_and_what_chose_the_answer() -> None:
    inside = inside_of(TURN, 1)
    assert inside is not None
    assert inside.intents == [("ask_policy", 0.91), ("complain", 0.05), ("greet", 0.02)]
    assert (inside.second_intent, inside.language, inside.level, inside.score) == ("complain", "it", "frustrated", 0.61)
    assert inside.cues == ["terza volta", "!!!"]
    assert inside.entities == [("order_number", "A-1")]
    assert inside.chosen == [Chosen("action_answer", "policy_0_RulePolicy", 0.98)]


def test_a_turn_ends_where_the_next_begins() -> None:
    inside = inside_of(TURN, 4)
    assert inside is not None
    assert inside.chosen == [Chosen("utter_thanks", "policy_1_TEDPolicy", None)]
    assert (inside.intents, inside.level, inside.cues) == ([], None, [])


def test_of_a_message_that_was_tried_again_the_last_time_counts() -> None:
    again = [*TURN, TURN[1] | {"parse_data": {"language": "en"}}, {"event": "action", "name": "action_again"}]
    inside = inside_of(again, 1)
    assert inside is not None
    assert (inside.language, inside.chosen) == ("en", [Chosen("action_again", "", None)])


@pytest.mark.parametrize("metadata", [None, {}, {"message": "1"}, {"message": 2}, [], "1"])
def test_a_message_that_rasa_has_not_heard_is_unknown(metadata: Any) -> None:
    assert inside_of([TURN[1] | {"metadata": metadata}], 1) is None
    assert inside_of([], 1) is None


@pytest.mark.parametrize("broken", [None, "x", [], {"intent_ranking": "x", "entities": None, "frustration": [1]}])
def test_what_is_broken_in_the_record_is_left_out(broken: Any) -> None:
    inside = inside_of([TURN[1] | {"parse_data": broken}], 1)
    assert inside is not None
    assert (inside.intents, inside.entities, inside.level, inside.cues) == ([], [], None, [])
