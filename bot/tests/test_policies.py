"""Dialogue policies that look at the last turns choose what Rasa's own choose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.recent_turns import recent_turns

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, ask_policy]
slots:
  told: {type: bool, influence_conversation: true, mappings: [{type: custom}]}
  facts: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_answer_policy, action_small_talk]
"""
)
# Without a slot that takes part, as Chiaro's own.
PLAIN_DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, ask_policy]
actions: [action_answer_policy, action_small_talk]
"""
)
LISTEN = "action_listen"


def uttered(intent: str) -> UserUttered:
    return UserUttered(intent, {"name": intent, "confidence": 1.0})


def tracker_of(events: list[Event], domain: Domain = DOMAIN) -> DialogueStateTracker:
    tracker = DialogueStateTracker("a", domain.slots)
    for event in events:
        tracker.update(event)
    return tracker


TURN = st.builds(
    lambda intent, action, told, after: [
        ActionExecuted(LISTEN), uttered(intent), ActionExecuted(action), BotUttered("text"), SlotSet("facts", {"a": 1}),
        *([SlotSet("told", told)] if told is not None else []), *after,
    ],
    st.sampled_from(["greet", "ask_policy"]),
    st.sampled_from(["action_answer_policy", "action_small_talk"]),
    st.sampled_from([None, True, False]),
    st.sampled_from([[], [], [], [ActionReverted()], [UserUtteranceReverted()], [Restarted()], [SessionStarted()]]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(TURN, max_size=8), st.integers(1, 4), st.sampled_from([DOMAIN, PLAIN_DOMAIN]))
def test_the_last_states_are_those_of_the_whole_conversation(
    turns: list[list[Event]], kept: int, domain: Domain
) -> None:
    events = [event for turn in turns for event in turn] + [ActionExecuted(LISTEN), uttered("greet")]
    events = [event for event in events if domain is DOMAIN or not isinstance(event, SlotSet)]
    whole = tracker_of(events, domain).past_states(domain)
    recent = recent_turns(tracker_of(events, domain), domain, kept).past_states(domain)
    compared = min(len(recent) - 1, len(whole) - 1)  # the first state has no previous action where it is cut off
    assert recent[len(recent) - compared :] == whole[len(whole) - compared :]
    assert len(recent) <= len(whole)


@pytest.mark.parametrize("length", [1, 5, 80])
def test_what_is_looked_at_does_not_grow_with_the_conversation(length: int) -> None:
    events = [ActionExecuted(LISTEN), uttered("greet"), ActionExecuted("action_small_talk"), SlotSet("facts", 1)]
    recent = recent_turns(tracker_of(events * length), DOMAIN, 5)
    assert len(recent.events) <= 5 * 3 + 1
    assert recent.latest_action_name == "action_small_talk"
    assert recent.latest_message is not None
    assert recent.latest_message.text == "greet"


def test_a_slot_that_takes_part_keeps_the_value_it_had() -> None:
    events: list[Event] = [ActionExecuted(LISTEN), uttered("greet"), SlotSet("told", True)]
    later: list[Event] = [ActionExecuted(LISTEN), uttered("greet"), ActionExecuted("action_small_talk")]
    recent = recent_turns(tracker_of(events + later * 6), DOMAIN, 2)
    assert recent.get_slot("told") is True
