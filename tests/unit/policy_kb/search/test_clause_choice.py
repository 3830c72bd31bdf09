"""Which clauses of a revision a question is answered with."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from learning.encoder import SentenceEncoder, Vectors
from policy_kb.bilingual import Bilingual
from policy_kb.search.clauses import best_clauses
from policy_kb.search.engine import PolicySearch
from policy_kb.tables import Base, Clause

TEXTS = [
    ("1.1", "La merce si restituisce entro 30 giorni dalla consegna.", "Goods go back within 30 days of delivery."),
    ("1.2", "Il reso con corriere costa 7,90 euro.", "A return by courier costs 7.90 euros."),
    ("1.3", "Il materasso provato a casa si restituisce.", "A mattress tried at home may go back."),
]


def _clauses() -> list[Clause]:
    return [
        Clause(clause_id=index, revision_id=1, number=number, position=index, text=Bilingual(it=it, en=en))
        for index, (number, it, en) in enumerate(TEXTS)
    ]


def test_the_clause_with_the_rare_word_comes_first() -> None:
    assert best_clauses("posso rendere il materasso?", _clauses(), "it")[0].number == "1.3"


def test_the_same_question_in_english_finds_the_same_clause() -> None:
    assert best_clauses("can I give the mattress back?", _clauses(), "en")[0].number == "1.3"


def test_the_words_count_in_the_language_of_the_question_only() -> None:
    assert best_clauses("mattress", _clauses(), "it") == []


def test_other_forms_of_a_word_are_the_same_word() -> None:
    assert best_clauses("le consegne?", _clauses(), "it")[0].number == "1.1"


def test_without_a_question_no_clause_is_chosen() -> None:
    assert best_clauses("", _clauses(), "it") == []


def test_a_question_of_stop_words_chooses_no_clause() -> None:
    assert best_clauses("che cosa è questo per me", _clauses(), "it") == []


def test_a_revision_without_clauses_gives_none() -> None:
    assert best_clauses("materasso", [], "it") == []


def test_a_single_clause_that_fits_is_found_although_all_clauses_have_its_words() -> None:
    assert [clause.number for clause in best_clauses("corriere", _clauses()[1:2], "it")] == ["1.2"]


@given(st.text(max_size=200))
def test_any_question_gives_clauses_of_the_revision_each_once(question: str) -> None:
    numbers = [clause.number for clause in best_clauses(question, _clauses(), "it")]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= {number for number, _, _ in TEXTS}


class Counting:
    """The real encoder, with what it was asked for."""

    name = "counting"

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder = encoder
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the encoder."""
        self.asked += texts
        return self.encoder.encode(texts)


def test_the_clauses_of_a_revision_are_encoded_once_for_all_questions(encoder: SentenceEncoder) -> None:
    counting = Counting(encoder)
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    search = PolicySearch(engine, counting)
    questions = ["posso rendere il materasso?", "quanto costa il corriere?"]
    found = [search.clauses(question, _clauses(), "it")[0].number for question in questions]
    assert found == ["1.3", "1.2"]
    assert sorted(counting.asked) == sorted([*questions, *(text for _, *both in TEXTS for text in both)])
