"""A copied tracker is what Rasa gets by telling the whole conversation anew."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.engine.tracker_copies import copied
from bot.tests.conftest import ROOT

DOMAIN = Domain.from_file(str(ROOT / "domain.yml"))
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        lambda intent: UserUttered("…", {"name": intent, "confidence": 1.0}), st.sampled_from(["greet", "thank"])
    ),
    st.sampled_from(["action_listen", "action_small_talk", "action_repeat"]).map(ActionExecuted),
    st.builds(BotUttered, st.sampled_from(["ciao", "hello"])),
    st.builds(SlotSet, st.sampled_from(["policy_id", "language"]), st.sampled_from([None, "a", "b"])),
    st.sampled_from([ActionReverted, UserUtteranceReverted, Restarted, SessionStarted, ConversationPaused]).map(
        lambda kind: kind()
    ),
    st.sampled_from(["some_form", None]).map(ActiveLoop),
)


def tracker_of(events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("a", events, DOMAIN.slots)


def seen(tracker: DialogueStateTracker) -> tuple[Any, ...]:
    """Return what policies and actions can see of a tracker."""
    message, answer = tracker.latest_message, tracker.latest_bot_utterance
    marks = (tracker.model_id, tracker.assistant_id, answer and answer.text, message and (message.text, message.intent))
    return tracker.current_state(EventVerbosity.ALL), tracker.applied_events(), tracker.past_states(DOMAIN), marks


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=12), st.lists(EVENTS, max_size=4))
def test_a_copy_is_what_a_replay_gives_now_and_after_more(events: list[Event], more: list[Event]) -> None:
    tracker = tracker_of(events)
    copy, replayed = copied(tracker), tracker.travel_back_in_time(float("inf"))
    assert seen(copy) == seen(replayed)
    copy.update_with_events(more, DOMAIN, override_timestamp=False)
    replayed.update_with_events(more, DOMAIN, override_timestamp=False)
    assert seen(copy) == seen(replayed)


@settings(max_examples=100, deadline=None)
@given(st.lists(EVENTS, max_size=8), st.lists(EVENTS, max_size=4))
def test_what_happens_to_a_copy_does_not_happen_to_the_original(events: list[Event], more: list[Event]) -> None:
    tracker = tracker_of(events)
    before = seen(tracker)
    copied(tracker).update_with_events([*more, LoopInterrupted(True)], DOMAIN)
    assert seen(tracker) == before


def test_a_copy_is_not_marked_as_the_models() -> None:
    tracker = tracker_of([])
    tracker.model_id, tracker.assistant_id = "a model", "chiaro"
    event = SlotSet("language", "it")
    copied(tracker).update(event)
    assert event.metadata == {}
