"""A customer is told first what they ask, where a case surely has it, and then the rule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from learning.encoder import SentenceEncoder, Vectors
from policy_kb.answer.composer import Composer, Wish
from policy_kb.answer.facts import CustomerFacts
from policy_kb.database import migrate, open_engine
from policy_kb.errors import NotReady
from policy_kb.service import build_composer
from tests.factories.cases import COST
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer
from tests.unit.policy_kb.suggestions.requesting import SOFAS


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


class Counting:
    """The real encoder, which counts the texts it is asked for."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder, self.name, self.asked = encoder, encoder.name, 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return self.encoder.encode(texts)


def test_what_was_prepared_needs_nothing_but_the_question(with_cases: Published) -> None:
    counting = Counting(with_cases.encoder)
    prepared = make_composer(with_cases, encoder=counting)
    prepared.prepare()
    before = counting.asked
    prepared.cases(prepared.context(Wish(SOFAS, "en")).revision, [COST])
    assert counting.asked == before + 1


def test_nothing_can_be_prepared_without_a_knowledge_base(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    migrate(engine)
    with pytest.raises(NotReady):
        build_composer(engine).prepare()
