"""What a message asks is found in it: its questions, its thoughts, the kind of answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.bilingual import Language
from policy_kb.suggestions.asking import MOST_THOUGHTS, asking_sentences, holds, kinds_asked, question_of, thoughts_of
from tests.unit.policy_kb.suggestions.requesting import ask


@pytest.mark.parametrize(
    ("text", "language", "asking"),
    [
        ("The van came. I was out. What now?", "en", ["What now?"]),
        ("Is it free? I hope so. And when?", "en", ["Is it free?", "And when?"]),
        ("The van came. I want my money back. Bye.", "en", ["I want my money back."]),
        ("Ieri ho chiamato. Vorrei cambiare il colore. Grazie.", "it", ["Vorrei cambiare il colore."]),
        ("It broke. It smokes.", "en", ["It smokes."]),
    ],
)
def test_a_long_story_asks_in_its_questions_or_wishes_or_last_sentence(
    text: str, language: Language, asking: list[str]
) -> None:
    assert asking_sentences(text, language) == asking


def test_a_sentence_falls_into_its_thoughts() -> None:
    told = "My card was declined, and I can ring the bank on Monday. Will you hold the order?"
    thoughts = ["My card was declined,", "and I can ring the bank on Monday.", "Will you hold the order?"]
    assert thoughts_of(told, "en") == thoughts


@pytest.mark.parametrize(
    ("text", "language", "kinds"),
    [
        ("How long does it take?", "en", ["time"]),
        ("quanto costa e chi decide?", "it", ["money", "person"]),
        ("When do I get my refund?", "en", ["time", "money"]),
        ("It took a long time. Is it blue?", "en", []),
    ],
)
def test_the_kind_of_answer_is_that_of_the_question(text: str, language: Language, kinds: list[str]) -> None:
    assert kinds_asked(text, language) == kinds


@pytest.mark.parametrize(
    ("kind", "text", "language"),
    [
        ("time", "We answer within 5 working days.", "en"),
        ("time", "Rispondiamo in 2 giorni lavorativi.", "it"),
        ("money", "Costa 9,90 EUR.", "it"),
        ("money", "It is free.", "en"),
        ("person", "The shop manager decides.", "en"),
    ],
)
def test_a_text_is_known_to_hold_a_kind_of_answer(kind: str, text: str, language: Language) -> None:
    assert holds(kind, text, language)
    assert not holds(kind, "Blue.", language)


def test_a_follow_up_of_hardly_a_word_is_read_with_the_message_before() -> None:
    assert question_of(ask("and?", before=("may I try the sofa at home?",))) == "may I try the sofa at home?\nand?"
    assert question_of(ask("and?")) == ""


@given(text=st.text(max_size=300), language=st.sampled_from(["it", "en"]))
def test_any_text_is_read(text: str, language: Language) -> None:
    assert asking_sentences(text, language)
    assert len(thoughts_of(text, language)) <= MOST_THOUGHTS
    assert isinstance(kinds_asked(text, language), list)
