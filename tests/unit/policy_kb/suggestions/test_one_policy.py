"""Suggestions where one policy is clearly meant."""

from __future__ import annotations

import pytest

from policy_kb.answer.composer import Composer
from policy_kb.answer.facts import CustomerFacts
from policy_kb.answer.wording import entry
from policy_kb.suggestions.engine import suggest
from tests.unit.policy_kb.suggestions.requesting import GIFTS, SOFAS, ask, kinds, of_kind, reasons


def test_a_calm_customer_gets_the_answer_a_way_out_and_the_question_that_decides(composer: Composer) -> None:
    found = suggest(ask("may I take the gift wrapping to a shop and decide with you?"), composer)
    assert kinds(found) == ["answer", "alternative", "question"]
    assert {item.policy_id for item in found.items} == {GIFTS}


def test_the_answer_says_what_the_rule_means_and_what_to_do_next(composer: Composer) -> None:
    answer = of_kind(suggest(ask("where do I bring the receipt for gift wrapping, to the till?"), composer), "answer")
    assert "A gift box costs you nothing. On this point: You need the receipt of the product." in answer.text
    told = "The next step: Bring your receipt to the till. Then: Pick the paper and the bow."
    assert answer.text.splitlines()[-1] == told


def test_the_clauses_that_fit_are_quoted_and_are_the_sources(composer: Composer) -> None:
    answer = of_kind(suggest(ask("do I need the receipt for the gift wrapping?"), composer), "answer")
    assert "clause:1.2" in answer.parts
    rules = "https://shop.example/en/rules/gift-wrapping"
    assert [source.url for source in answer.sources] == [f"{rules}#1.1", f"{rules}#1.2"]


@pytest.mark.parametrize("level", ["tense", "frustrated", "angry"])
def test_a_customer_who_is_not_calm_is_heard_first_and_each_time_in_other_words(level: str, composer: Composer) -> None:
    found = suggest(ask(level=level), composer)
    phrases = entry("en", f"acknowledgement.{level}")
    opened = [phrase for item in found.items for phrase in phrases if item.text.startswith(phrase)]
    assert len(opened) == len(set(opened)) == len(found.items)


def test_a_calm_customer_is_not_pitied(composer: Composer) -> None:
    found = suggest(ask(), composer)
    assert not any("acknowledgement" in item.parts for item in found.items)


@pytest.mark.parametrize("level", ["frustrated", "angry"])
def test_a_heated_customer_is_calmed_rather_than_asked(level: str, composer: Composer) -> None:
    calming = of_kind(suggest(ask(level=level), composer), "de_escalation")
    assert "Customer manager, within 2 working days" in calming.text
    assert reasons(calming)["level"] == level


@pytest.mark.parametrize("intent", ["vent", "feedback_negative"])
def test_a_complaint_with_a_question_in_it_is_answered_first(intent: str, composer: Composer) -> None:
    asked = "I am so angry! What does gift wrapping in the shops cost?"
    assert kinds(suggest(ask(asked, intent, topic=GIFTS, level="angry"), composer))[0] == "answer"
    vented = "I am so angry about your gift wrapping in the shops!"
    assert kinds(suggest(ask(vented, intent, topic=GIFTS, level="angry"), composer))[0] == "de_escalation"


def test_what_was_earned_is_offered_with_its_reason(composer: Composer) -> None:
    facts = CustomerFacts(loyalty_level="gold", customer_group="household")
    offered = of_kind(suggest(ask("I want to ask in a shop about gift wrapping", facts=facts), composer), "alternative")
    assert offered.parts == ("alternative:gold-box",)
    assert "Because of what you spend." in offered.text
    assert reasons(offered)["eligible_because"] == "loyalty_level=gold"


def test_an_alternative_of_another_policy_names_that_policys_text_too(composer: Composer) -> None:
    said = ("Come to a shop and we decide with you.",)
    found = suggest(ask(earlier=said), composer)
    assert "alternative" not in kinds(found)
    offered = of_kind(suggest(ask("may I give a trial of a sofa, gift wrapped?", topic=GIFTS), composer), "alternative")
    assert offered.parts == ("alternative:try-a-sofa",)
    assert any("sofa-trial" in source.url for source in offered.sources)


def test_where_no_alternative_is_left_more_time_is_offered_and_never_promised(composer: Composer) -> None:
    said = ("Come to a shop and we decide with you.",)
    found = suggest(ask("is there no other way?", "ask_alternatives", topic=GIFTS, earlier=said), composer)
    asked = of_kind(found, "grace")
    assert "28 February 2027" in asked.text
    assert "I can ask for more time" in asked.text
    assert "I can't promise a yes." in asked.text
    assert reasons(asked)["grace_until"] == "2027-02-28"


def test_a_wish_for_an_exception_goes_to_the_one_who_decides_next(composer: Composer) -> None:
    found = suggest(ask("can you make an exception?", "ask_exception", topic=SOFAS), composer)
    asked = found.items[0]
    assert asked.kind == "exception"
    assert "I can ask for an exception" in asked.text
    assert "Customer manager, within 2 working days. I can't promise a yes." in asked.text


def test_who_asks_where_it_is_written_gets_the_clause_first(composer: Composer) -> None:
    quoted = suggest(ask("where is that written?", "ask_source", topic=SOFAS), composer).items[0]
    assert quoted.kind == "quote"
    assert '"The sofa trial lasts 30 days." (point 1.1)' in quoted.text
    assert all("#1." in source.url for source in quoted.sources)


def test_who_objects_is_told_why_the_rule_exists(composer: Composer) -> None:
    found = suggest(ask("that is not fair", "object_to_rule", topic=GIFTS, level="tense"), composer)
    reason = of_kind(found, "reason")
    assert "A neat gift makes you look good." in reason.text
    assert len(reason.sources) == 3


def test_who_asks_for_the_steps_gets_them_in_order(composer: Composer) -> None:
    answer = suggest(ask("how do I do that?", "ask_steps", topic=GIFTS), composer).items[0]
    assert "1. Bring your receipt to the till.\n2. Pick the paper and the bow." in answer.text


@pytest.mark.parametrize(
    ("intent", "told"),
    [
        ("ask_simpler", "The rule in plain words: A gift box costs you nothing."),
        ("ask_change", "The rule before: Wrapping used to cost 3 euros."),
        ("ask_transition", "If you have a paper voucher, use it until December."),
        ("ask_resources", "Here is where to find help: Free line: 800 555 018"),
    ],
)
def test_the_part_that_was_asked_for_is_given(intent: str, told: str, composer: Composer) -> None:
    answer = of_kind(suggest(ask("and that?", intent, topic=GIFTS), composer), "answer")
    assert told in answer.text


def test_the_question_asks_for_no_fact_that_is_known_or_was_asked_for(composer: Composer) -> None:
    known = CustomerFacts(loyalty_level="base", customer_group="household")
    wish = ask("may I?", "ask_eligibility", topic=GIFTS, facts=known, asked=("account_value",))
    asked = of_kind(suggest(wish, composer), "question")
    assert reasons(asked)["missing_fact"] == "order_state"


def test_the_key_stays_the_same_from_one_message_to_the_next(composer: Composer) -> None:
    first, second = suggest(ask(), composer), suggest(ask("gift wrap please, do you do that"), composer)
    assert first.items[0].key == second.items[0].key == "gift-wrapping:answer:explanation:2:en"


def test_a_suggestion_is_plain_data_for_a_page(composer: Composer) -> None:
    told = suggest(ask(), composer).as_mapping()
    assert told["silence"] is None
    assert set(told["items"][0]) == {
        "key", "kind", "policy_id", "version", "language", "text", "sources", "confidence", "why", "parts"
    }  # fmt: skip
