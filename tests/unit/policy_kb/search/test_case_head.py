"""A head learns which case a text is about from its own questions, from named examples, and from sure guesses."""

from __future__ import annotations

import numpy as np
import pytest

from learning.encoder import UniversalSentenceEncoder
from policy_kb.search.cases import CaseHead, telling_texts
from policy_kb.tables import AnsweredCase, Question
from tests.factories.cases import sofa_cases

VAN = "has the lorry to be paid for?"


def cases() -> list[AnsweredCase]:
    return [
        AnsweredCase(
            slug=told["id"],
            answer_it=told["answer"]["it"],
            answer_en=told["answer"]["en"],
            questions_it=told["questions"]["it"],
            questions_en=told["questions"]["en"],
            variants=[],
        )
        for told in sofa_cases()
    ]


def fitted(encoder: UniversalSentenceEncoder, *examples: Question) -> CaseHead:
    telling = [text for case in cases() for text in telling_texts(case)]
    asked = encoder.encode([example.text for example in examples])
    return CaseHead.fit(cases(), encoder.encode(telling), examples, asked)


def likelihood(head: CaseHead, encoder: UniversalSentenceEncoder, text: str) -> dict[str, float]:
    said = np.exp(head.log_probabilities(encoder.encode([text])))[0]
    return dict(zip((case.slug for case in cases()), said.tolist(), strict=True))


def test_each_case_is_told_by_its_own_questions(encoder: UniversalSentenceEncoder) -> None:
    head = fitted(encoder)
    for case in cases():
        for text in (*case.questions_it, *case.questions_en):
            said = likelihood(head, encoder, text)
            assert max(said, key=lambda slug: said[slug]) == case.slug


def test_an_example_that_names_its_case_teaches_it(encoder: UniversalSentenceEncoder) -> None:
    before = likelihood(fitted(encoder), encoder, VAN)["dirty"]
    named = [Question(text=text, case_slug="dirty") for text in (VAN, "is the lorry paid for?", "who pays the lorry?")]
    assert likelihood(fitted(encoder, *named), encoder, VAN)["dirty"] > before + 0.2


def test_an_example_of_a_case_that_is_gone_is_read_as_one_without(encoder: UniversalSentenceEncoder) -> None:
    gone, bare = (fitted(encoder, Question(text=VAN, case_slug=slug)) for slug in ("gone", None))
    assert likelihood(gone, encoder, VAN) == pytest.approx(likelihood(bare, encoder, VAN))


def test_a_sure_guess_makes_alike_texts_surer(encoder: UniversalSentenceEncoder) -> None:
    texts = ("do I pay for the van, I mean the lorry?", "what does the van cost, the lorry that takes the sofa back?")
    text = "and the lorry?"
    learnt, before = fitted(encoder, *(Question(text=one, case_slug=None) for one in texts)), fitted(encoder)
    assert likelihood(learnt, encoder, text)["cost"] > likelihood(before, encoder, text)["cost"]


def test_probabilities_are_those_of_a_choice(encoder: UniversalSentenceEncoder) -> None:
    for text in ("", "😀", VAN, "x" * 2000):
        assert sum(likelihood(fitted(encoder), encoder, text).values()) == pytest.approx(1.0, abs=1e-4)
