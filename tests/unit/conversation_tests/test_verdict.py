"""What is compared, and how a difference is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation_tests.seen import seen_in
from conversation_tests.verdict import Difference, holds
from tests.unit.conversation_tests.making import compared, events, make_seen, reply

CONVERSATION = {"frustration": {"score": 0.1, "level": "calm"}, "handoff": "offered"}
ANSWER = reply(kind="explanation", policy_id="gift-cards", version=2, conversation=CONVERSATION)
SEEN = make_seen(
    reply("Capisco.", kind="acknowledgement"), ANSWER, slots={"awaiting": None, "facts": {"level": "gold", "spent": 3}}
)


def test_a_turn_as_expected_has_no_difference() -> None:
    expected = {
        "kinds": ["acknowledgement", "explanation"],
        "policy": "gift-cards",
        "version": 2,
        "language": "it",
        "handoff": "offered",
        "level": "calm",
        "slots": {"awaiting": None, "facts": {"level": "gold"}},
        "says": ["36 MESI"],
        "says_not": ["euro"],
        "options": 0,
    }
    assert compared(SEEN, **expected) == []


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ({"kinds": ["explanation"]}, Difference("kinds", '["explanation"]', '["acknowledgement", "explanation"]')),
        ({"policy": None}, Difference("policy", "absent", '"gift-cards"')),
        ({"policy": "refund-timing"}, Difference("policy", '"refund-timing"', '"gift-cards"')),
        ({"version": 1}, Difference("version", "1", "2")),
        ({"language": "en"}, Difference("language", '"en"', '["it", "it"]')),
        ({"handoff": "none"}, Difference("handoff", '"none"', '"offered"')),
        ({"level": "angry"}, Difference("level", '"angry"', '"calm"')),
        (
            {"slots": {"facts": {"spent": 4}}},
            Difference("slots.facts", '{"spent": 4}', '{"level": "gold", "spent": 3}'),
        ),
        ({"says": ["sempre"]}, Difference("says", 'in it: ["sempre"]', 'not in the reply: ["sempre"]')),
        ({"says_not": ["mesi"]}, Difference("says_not", 'not in it: ["mesi"]', 'in the reply: ["mesi"]')),
        ({"options": 3}, Difference("options", "3", "0")),
        ({"options_at_least": 2}, Difference("options_at_least", "at least 2", "0")),
        ({"silent": True}, Difference("text", "no text", "some text")),
    ],
)
def test_what_is_otherwise_is_told_with_both_sides(expected: dict[str, Any], difference: Difference) -> None:
    assert compared(SEEN, **expected) == [difference]


def test_a_turn_of_which_nothing_is_said_must_have_text() -> None:
    assert compared(make_seen(reply(""))) == [Difference("text", "some text", "no text")]
    assert compared(make_seen(reply("")), silent=True) == []


def test_intent_and_actions_are_always_compared() -> None:
    seen = seen_in([reply()], events("greet", "action_small_talk"), {}, {})
    assert [difference.what for difference in compared(seen)] == ["intent", "actions"]


def test_a_turn_of_which_rasa_keeps_nothing_is_no_crash() -> None:
    differences = compared(seen_in([], [], None, None))
    assert [difference.what for difference in differences] == ["intent", "actions", "text"]
    assert differences[0].seen == "absent"


def test_a_silent_turn_has_its_handoff_from_the_slot() -> None:
    seen = seen_in([], events(), {"conversation": {"handoff": "active"}}, {})
    assert compared(seen, silent=True, handoff="active") == []


def test_small_talk_has_no_kind() -> None:
    assert compared(make_seen(reply()), kinds=[None], policy=None) == []


def test_options_of_all_messages_are_counted() -> None:
    seen = make_seen(reply(options=[{"title": "a"}, {"title": "b"}]), reply(options="broken"))
    assert compared(seen, options=2, options_at_least=1) == []


@given(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3) | st.none()))
def test_a_mapping_holds_itself_and_all_that_has_more(content: dict[str, Any]) -> None:
    assert holds(content, content)
    assert holds(content, {**content, "a further key": 1})
    assert not holds({**content, "a further key": 1}, content)


def test_numbers_are_compared_by_value_and_yes_is_no_number() -> None:
    assert holds(1, 1.0)
    assert not holds(True, 1)
    assert not holds({"a": 1}, None)


def test_the_seconds_of_an_action_count_from_the_message_or_the_action_before() -> None:
    told = [
        {"event": "user", "timestamp": 10.0, "parse_data": {}},
        {"event": "user_featurization", "timestamp": 10.4},
        {"event": "action", "name": "action_answer_policy", "timestamp": 10.5},
        {"event": "bot", "timestamp": 10.6},
        {"event": "action", "name": "action_small_talk", "timestamp": 10.75},
        {"event": "action", "name": "action_listen", "timestamp": 10.8},
    ]
    assert [action.seconds for action in seen_in([], told, {}, {}).actions] == [0.5, 0.25]


def test_an_action_of_which_no_moment_is_known_has_no_seconds() -> None:
    assert seen_in([], events(), {}, {}).actions[0].seconds == 0.0
