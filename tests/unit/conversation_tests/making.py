"""Turns, replies and outcomes as the tests need them."""

from __future__ import annotations

from typing import Any

from conversation_tests.catalogue import Catalogue
from conversation_tests.expectation import Expectation, Given
from conversation_tests.outcome import StoryOutcome, TurnOutcome, fitting_rules
from conversation_tests.rule import Rule
from conversation_tests.seen import Seen, seen_in
from conversation_tests.story import Story, Turn
from conversation_tests.verdict import Difference, differences

GREETED = {"rule": "A greeting is returned", "steps": [{"intent": "greet"}, {"action": "action_small_talk"}]}
ASKED = {"rule": "A question is answered", "steps": [{"intent": "ask_policy"}, {"action": "action_answer_policy"}]}


def make_catalogue() -> Catalogue:
    return Catalogue(
        intents=frozenset({"greet", "ask_policy"}),
        actions=frozenset({"action_small_talk", "action_answer_policy"}),
        responses=frozenset({"utter_greet", "utter_goodbye"}),
        rules=(Rule.from_content(GREETED), Rule.from_content(ASKED)),
        dialogue_policies=frozenset({"RecentRulePolicy", "RecentMemoizationPolicy"}),
        company_policies=frozenset({"gift-cards", "refund-timing"}),
    )


def make_turn(**expected: Any) -> Turn:
    return Turn("quando scade?", "ask_policy", ("action_answer_policy",), Expectation.model_validate(expected))


def reply(text: str = "Dura 36 mesi.", **custom: Any) -> dict[str, Any]:
    return {"recipient_id": "x", "text": text, "custom": {"language": "it", **custom}}


def events(intent: str = "ask_policy", action: str = "action_answer_policy", **metadata: Any) -> list[dict[str, Any]]:
    """A turn's events as Rasa tells them."""
    ranking = [{"name": intent, "confidence": 0.9}, {"name": "ask_steps", "confidence": 0.05}]
    parsed = {"intent": ranking[0], "intent_ranking": ranking, "language": "it", "frustration": {"level": "calm"}}
    return [
        {"event": "action", "name": "action_session_start"},
        {"event": "user", "text": "quando scade?", "parse_data": parsed},
        {"event": "action", "name": action, "policy": "policy_1_RecentRulePolicy", "confidence": 1.0},
        {"event": "bot", "text": "Dura 36 mesi.", "metadata": metadata},
        {"event": "action", "name": "action_listen", "policy": "policy_1_RecentRulePolicy", "confidence": 1.0},
    ]


def make_seen(*messages: dict[str, Any], slots: dict[str, Any] | None = None) -> Seen:
    return seen_in(list(messages) or [reply()], events(), slots, {})


def compared(seen: Seen, **expected: Any) -> list[Difference]:
    return differences(make_turn(**expected), seen)


def make_outcome(seen: Seen, **expected: Any) -> StoryOutcome:
    turn = make_turn(**expected)
    story = Story("tests/x/test_x.yml", 4, "A card <expires>", Given(), (turn,))
    rules = fitting_rules(make_catalogue().rules, seen)
    return StoryOutcome(story, [TurnOutcome(turn, seen, differences(turn, seen), rules)], 0.5)
