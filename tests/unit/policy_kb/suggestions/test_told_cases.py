"""What customers ask again and again is answered as its case says, for this customer."""

from __future__ import annotations

import pytest

from policy_kb.answer.composer import Composer
from policy_kb.answer.facts import CustomerFacts
from policy_kb.search.engine import PolicySearch
from policy_kb.suggestions import cases
from policy_kb.suggestions.engine import suggest
from policy_kb.suggestions.likeness import says_more
from tests.factories.cases import COST
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer
from tests.unit.policy_kb.suggestions.requesting import SOFAS, ask, kinds, of_kind, reasons

DIRTY = "the dog made a stain on the sofa, do you still take it?"


@pytest.fixture(scope="session")
def composer(with_cases: Published) -> Composer:
    return make_composer(with_cases)


def test_the_case_that_is_asked_about_is_told_with_what_happens_next_and_its_source(composer: Composer) -> None:
    answer = of_kind(suggest(ask(COST, topic=SOFAS), composer), "answer")
    assert answer.text == "The pick-up costs 20 euros.\nYou pay when the van comes."
    assert answer.parts == ("case:cost", "next")
    assert "1.2" in answer.sources[0].label


def test_known_facts_decide_which_variant_is_told(composer: Composer) -> None:
    asked = ask(COST, topic=SOFAS, facts=CustomerFacts(loyalty_level="platinum"))
    assert of_kind(suggest(asked, composer), "answer").text == "For you the pick-up is free.\nJust pick a day."
    below = ask(COST, topic=SOFAS, facts=CustomerFacts(loyalty_level="silver"))
    assert "20 euros" in of_kind(suggest(below, composer), "answer").text


def test_a_fact_that_would_decide_the_case_is_asked_for_unless_it_was(composer: Composer) -> None:
    question = of_kind(suggest(ask(COST, topic=SOFAS), composer), "question")
    assert reasons(question)["missing_fact"] == "loyalty_level"
    assert "question" not in kinds(suggest(ask(COST, topic=SOFAS, asked=("loyalty_level",)), composer))


def test_two_questions_are_answered_by_two_cases(composer: Composer) -> None:
    asked = ask(f"{COST} And by when must I tell you about it?", topic=SOFAS)
    answer = of_kind(suggest(asked, composer), "answer")
    assert answer.text.startswith("The pick-up costs 20 euros.\nOn your other question: You have 30 days to decide.")
    assert answer.parts[:2] == ("case:cost", "case:how-long")


def test_a_heated_customer_is_heard_first(composer: Composer) -> None:
    answer = of_kind(suggest(ask(DIRTY, topic=SOFAS, level="angry"), composer), "answer")
    assert answer.parts[:3] == ("acknowledgement", "case:dirty", "next")


def test_a_case_that_was_told_is_confirmed_once_and_then_gives_way(composer: Composer) -> None:
    told = "No, the sofa must be clean."
    again = of_kind(suggest(ask(DIRTY, topic=SOFAS, earlier=(told,)), composer), "answer")
    assert again.text.startswith(f"I can confirm it: {told}")
    third = suggest(ask(DIRTY, topic=SOFAS, earlier=(told, again.text)), composer)
    assert not [item for item in third.items if told in item.text]


def test_only_the_alternative_that_fits_the_case_is_offered(composer: Composer) -> None:
    offered = of_kind(suggest(ask(COST, topic=SOFAS), composer), "alternative")
    assert offered.parts[-1] == "alternative:ask-in-chat"
    assert "alternative" not in kinds(suggest(ask(DIRTY, topic=SOFAS), composer))


def test_every_alternative_stays_open_to_one_who_asks_for_another_way(composer: Composer) -> None:
    asked = ask(DIRTY, topic=SOFAS, intent="ask_alternatives")
    assert "alternative" in kinds(suggest(asked, composer))


def test_a_case_that_is_hardly_likelier_than_by_chance_leaves_the_answer_to_the_rule(
    composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "BY_CHANCE", 3.01)  # of three cases one would have to be certain
    answer = of_kind(suggest(ask(COST, topic=SOFAS), composer), "answer")
    assert not [part for part in answer.parts if part.startswith("case:")]


def test_an_alternative_that_the_answer_tells_is_not_offered_again() -> None:
    told = "In a shop the van costs nothing. Ask in chat and we decide with you."
    assert not says_more("Ask in chat and we decide.", told, "en")
    assert says_more("Keep the sofa for 10 more days.", told, "en")


def test_without_an_encoder_the_clauses_answer(with_cases: Published) -> None:
    composer = make_composer(with_cases)
    composer._search = PolicySearch(with_cases.engine, None)
    answer = of_kind(suggest(ask(COST, topic=SOFAS), composer), "answer")
    assert not [part for part in answer.parts if part.startswith("case:")]
