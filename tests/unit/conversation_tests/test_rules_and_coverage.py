"""Rules that fit a turn, and what no story touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from conversation_tests.catalogue import Catalogue
from conversation_tests.coverage import coverage
from conversation_tests.errors import CannotRun
from conversation_tests.outcome import fitting_rules
from conversation_tests.rule import Rule
from conversation_tests.seen import seen_in
from tests.unit.conversation_tests.making import events, make_catalogue, make_outcome, make_seen, reply

ACTIVE = {
    "rule": "A representative is not interrupted",
    "condition": [{"slot_was_set": [{"handoff": "active"}, "language"]}],
    "steps": [{"or": [{"intent": "greet"}, {"intent": "thank"}]}, {"action": "action_listen"}],
}


def test_a_rule_fits_by_intent_and_slots() -> None:
    rule = Rule.from_content(ACTIVE)
    assert rule.actions == ()
    assert rule.fits("thank", {"handoff": "active", "language": "it"})
    assert not rule.fits("thank", {"handoff": "none", "language": "it"})
    assert not rule.fits("thank", {"handoff": "active"})
    assert not rule.fits("deny", {"handoff": "active", "language": "it"})


def test_only_the_first_message_of_a_rule_counts() -> None:
    steps = [{"intent": "a"}, {"action": "x"}, {"action": "y"}, {"intent": "b"}, {"action": "z"}]
    rule = Rule.from_content({"rule": "r", "steps": steps})
    assert (rule.intents, rule.actions) == (frozenset({"a"}), ("x", "y"))
    assert rule.was_followed(("x", "y", "further"))
    assert not rule.was_followed(("y",))


@pytest.mark.parametrize("content", [{}, {"steps": None}, {"steps": ["x", 3]}, {"rule": "r", "steps": [{"or": 3}]}])
def test_a_rule_of_another_form_fits_nothing(content: dict[str, object]) -> None:
    assert not Rule.from_content(content).fits("greet", {})


def test_a_rule_that_was_not_followed_is_still_named() -> None:
    rules = make_catalogue().rules
    assert fitting_rules(rules, make_seen()) == ["A question is answered"]
    assert fitting_rules(rules, seen_in([], events(action="action_small_talk"), {}, {})) == ["A question is answered"]
    assert fitting_rules(rules, seen_in([], events("ask_term"), {}, {})) == []


def test_what_no_story_touched_is_listed_by_name() -> None:
    seen = seen_in([reply(policy_id="gift-cards")], events(utter_action="utter_greet"), {}, {})
    covered = coverage(make_catalogue(), [make_outcome(seen)])
    assert {sort: part.untouched for sort, part in covered.items()} == {
        "actions": ["action_small_talk"],
        "rules": ["A greeting is returned"],
        "responses": ["utter_goodbye"],
        "dialogue_policies": ["RecentMemoizationPolicy"],
        "company_policies": ["refund-timing"],
    }
    assert covered["actions"].total == 2


def test_a_rule_that_was_not_followed_is_not_covered() -> None:
    outcome = make_outcome(seen_in([], events(action="action_small_talk"), {}, {}))
    assert "A question is answered" in coverage(make_catalogue(), [outcome])["rules"].untouched


def test_the_checkouts_catalogue_names_what_is_there() -> None:
    found = Catalogue.read(Path(__file__).resolve().parents[3])
    assert {"ask_policy", "choose_policy", "nlu_fallback"} <= found.intents
    assert "action_answer_policy" in found.actions
    assert "utter_greet" in found.responses
    assert "RecentRulePolicy" in found.dialogue_policies
    assert "withdrawal-returns" in found.company_policies
    assert any(rule.fits("greet", {}) for rule in found.rules)


def test_a_broken_domain_keeps_the_tests_from_running(tmp_path: Path) -> None:
    with pytest.raises(CannotRun):
        Catalogue.read(tmp_path)
    (tmp_path / "domain.yml").write_text("actions: [", encoding="utf-8")
    with pytest.raises(CannotRun) as caught:
        Catalogue.read(tmp_path)
    assert caught.value.key == "broken-file"
