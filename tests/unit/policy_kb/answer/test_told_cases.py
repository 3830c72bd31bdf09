"""A customer is told first what they ask, where a case surely has it, and then the rule."""

from __future__ import annotations

import pytest

from policy_kb.answer.composer import Composer, Wish
from policy_kb.answer.facts import CustomerFacts
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer

SOFAS = "sofa-trial"
COST = "do I pay something for the van that takes the sofa back?"


@pytest.fixture(scope="session")
def composer(with_cases: Published) -> Composer:
    return make_composer(with_cases)


def test_the_answer_comes_before_the_rule_with_the_clause_it_rests_on(composer: Composer) -> None:
    explanation = composer.answer(Wish(SOFAS, "en", COST))[0]
    first, general, quoted, source = explanation.text.split("\n\n")
    assert first == "The pick-up costs 20 euros. You pay when the van comes."
    assert general == "In general. Sofa trial at home: You can try a sofa at home for 30 days."
    assert quoted == 'The rule says: "Picking up the sofa costs 20 euros." (point 1.2)'
    assert "point 1.2" in source
    assert "point 1.2" in explanation.sources[0].label


def test_the_answer_is_the_one_for_this_customer_and_in_their_language(composer: Composer) -> None:
    gold = Wish(SOFAS, "it", "il ritiro del divano si paga?", CustomerFacts(loyalty_level="gold"))
    assert composer.answer(gold)[0].text.startswith("Per te il ritiro è gratis. Scegli il giorno.")


def test_on_one_point_the_case_says_more_than_the_rule_in_a_nutshell(composer: Composer) -> None:
    detail = composer.detail(Wish(SOFAS, "en", COST))
    assert detail is not None
    assert detail.text.startswith("The pick-up costs 20 euros. You pay when the van comes.\nOn this the rule says:")
    assert "Keep the sofa 30 days, then decide." not in detail.text


def test_without_a_question_or_a_sure_case_the_rule_and_its_meaning_are_told(composer: Composer) -> None:
    for question in ("", "who brings it?"):
        text = composer.answer(Wish(SOFAS, "en", question))[0].text
        assert text.startswith("Sofa trial at home. You can try a sofa at home for 30 days.\n\nIf you do not like it")


def test_a_policy_without_cases_is_told_as_it_stands(composer: Composer) -> None:
    text = composer.answer(Wish("gift-wrapping", "en", "do you gift wrap?"))[0].text
    assert text.startswith("Gift wrapping. Gift wrapping is free in each shop.\n\nBring the receipt")
