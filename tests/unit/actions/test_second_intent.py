"""What the second sentence of a message asks for is not left out."""

from __future__ import annotations

import pytest

from actions.answer_policy import AnswerPolicy
from actions.give_reason import GiveReason
from actions.hand_over import HandOver
from actions.small_talk import SmallTalk
from tests.unit.actions.talking import Talk, kinds


def test_a_question_with_its_reason_gets_both(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "Fate i pacchetti regalo? E perché solo a Natale?", second="ask_reason")
    assert kinds(messages) == ["explanation", "steps", "reason"]
    assert {message["policy_id"] for message in messages} == {"gift-wrapping"}
    assert talk.slots["last_answer"] == ["explanation", "steps", "reason"]


def test_two_follow_ups_get_both_parts(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "do you wrap gifts?", language="en")
    messages = talk.turn(
        GiveReason, "Why is that? And what else could I do?", "ask_reason", "en", second="ask_alternatives"
    )
    assert kinds(messages) == ["reason", "alternatives"]


def test_what_was_said_already_is_not_said_twice(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "Fate i pacchetti regalo? Come si fa?", second="ask_steps")
    assert kinds(messages) == ["explanation", "steps"]


def test_a_person_called_beside_a_question_is_called(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "Fate i pacchetti regalo? Passatemi un operatore.", second="request_human")
    assert kinds(messages) == ["explanation", "steps", "handoff"]
    assert talk.handoff == "requested"


def test_a_person_is_called_once(talk: Talk) -> None:
    messages = talk.turn(HandOver, "Passatemi un operatore. Subito.", "request_human", second="request_human")
    assert kinds(messages).count("handoff") == 1


@pytest.mark.parametrize("second", ["greet", "thank", "vent", "no_such_intent"])
def test_a_second_sentence_that_asks_nothing_adds_nothing(talk: Talk, second: str) -> None:
    assert kinds(talk.turn(AnswerPolicy, "Fate i pacchetti regalo? Ciao.", second=second)) == ["explanation", "steps"]


def test_a_part_asked_for_beside_small_talk_has_no_policy_to_be_about(talk: Talk) -> None:
    assert kinds(talk.turn(SmallTalk, "Ciao! Come funziona?", "greet", second="ask_steps")) == [None]
