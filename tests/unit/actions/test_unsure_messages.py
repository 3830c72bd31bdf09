"""Messages that no intent is sure of, and facts told in between."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answer_policy import AnswerPolicy
from actions.hand_over import HandOver
from actions.note_fact import NoteFact
from actions.offer_alternatives import OfferAlternatives
from actions.take_feedback import TakeFeedback
from tests.unit.actions.talking import Talk, kinds


def unsure(talk: Talk, text: str, likely: Any, level: str = "calm") -> list[dict[str, Any]]:
    """One turn with a message of no likely intent; `likely` is Rasa's ranking."""
    latest = {
        "text": text,
        "intent": {"name": "nlu_fallback", "confidence": 0.35},
        "intent_ranking": likely,
        "language": "it",
        "language_certain": True,
        "frustration": {"score": {"calm": 0.05, "angry": 0.9}[level], "level": level},
    }
    return talk.run(AnswerPolicy, latest)


CHATTY = [{"name": "thank", "confidence": 0.2}, {"name": "goodbye", "confidence": 0.19}]


def test_what_is_likely_some_small_talk_is_answered_as_the_likeliest_of_it(talk: Talk) -> None:
    assert kinds(unsure(talk, "evviva, vado a farmi bello", CHATTY)) == [None]


@pytest.mark.parametrize("text", ["evviva, e adesso?", "42", ""])
def test_questions_numbers_and_nothing_at_all_are_no_small_talk(talk: Talk, text: str) -> None:
    assert kinds(unsure(talk, text, CHATTY)) != [None]


def test_an_angry_message_is_no_small_talk(talk: Talk) -> None:
    assert None not in kinds(unsure(talk, "evviva, ci vediamo in tribunale", CHATTY, "angry"))


@pytest.mark.parametrize("likely", [None, [], "x", [None, {"name": 3, "confidence": "much"}]])
def test_a_broken_ranking_makes_nothing_likely(talk: Talk, likely: Any) -> None:
    assert kinds(unsure(talk, "evviva, vado a farmi bello", likely)) != [None]


def test_what_is_told_in_a_conversation_and_not_known_is_said_of_its_topic(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    topic = talk.slots["policy_id"]
    messages = unsure(talk, "zia Pina ama il violetto", [{"name": "out_of_scope", "confidence": 0.1}])
    assert [message.get("policy_id") for message in messages] == [topic]


def test_what_is_probably_none_of_our_matters_is_not_said_of_the_topic(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    foreign = [{"name": "out_of_scope", "confidence": 0.33}]
    assert kinds(unsure(talk, "zia Pina ama il violetto", foreign)) == ["no_answer"]


def test_a_number_told_about_a_topic_is_noted_and_the_rule_said_on_it(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    messages = talk.turn(NoteFact, "ordine 7781", "inform_fact")
    assert kinds(messages) == ["feedback", "explanation"]
    assert messages[1]["policy_id"] == talk.slots["policy_id"]


def test_what_is_told_while_a_person_is_waited_for_goes_to_them(talk: Talk) -> None:
    talk.turn(HandOver, "vorrei una persona", "request_human")
    messages = talk.turn(NoteFact, "ordine 7781", "inform_fact")
    assert (kinds(messages), talk.handoff) == (["handoff"], "requested")


def test_a_part_that_is_hardly_asked_for_comes_after_what_the_rule_says(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    parts = talk.turn(OfferAlternatives, "solo una parte?", "ask_alternatives", confidence=0.5)
    assert kinds(parts) == ["explanation", "alternatives"]


def test_words_that_are_criticism_only_perhaps_are_answered(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    assert kinds(talk.turn(TakeFeedback, "mah, quel nastro", "feedback_negative", confidence=0.4)) == ["explanation"]
