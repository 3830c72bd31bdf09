"""Several questions in one message are answered one by one."""

from __future__ import annotations

import pytest

from actions.answer_policy import AnswerPolicy
from tests.unit.actions.talking import Talk, kinds


def topics(messages: list[dict[str, object]]) -> list[object]:
    return [message.get("policy_id") for message in messages]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fate i pacchetti regalo? E posso provare il divano a casa?", "it"),
        ("buongiorno!! fate i pacchetti regalo?? posso provare il divano a casa prima di tenerlo?", "it"),
        ("Do you wrap gifts? Can I try the sofa at home?", "en"),
        ("Do you wrap gifts and can I try the sofa at home?", "en"),
    ],
)
def test_two_questions_get_two_answers(talk: Talk, text: str, language: str) -> None:
    messages = talk.turn(AnswerPolicy, text, language=language)
    assert kinds(messages) == ["explanation", "explanation"]
    assert sorted(map(str, topics(messages))) == ["gift-wrapping", "sofa-trial"]
    assert {message["language"] for message in messages} == {language}


def test_what_was_answered_last_is_the_topic_from_there(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "Fate i pacchetti regalo? E posso provare il divano a casa?")
    last = messages[-1]
    assert (talk.slots["policy_id"], talk.slots["revision"]) == (last["policy_id"], last["version"])
    assert talk.slots["failures"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "Posso provare il divano a casa? Posso tenerlo qualche giorno per provarlo?",
        "Fate i pacchetti regalo? Davvero? Sicuri?",
        "posso provare il divano a casa e vedere come sta",
    ],
)
def test_two_questions_about_one_thing_get_one_answer(talk: Talk, text: str) -> None:
    assert len(set(topics(talk.turn(AnswerPolicy, text)))) == 1


def test_a_question_beside_one_that_no_policy_governs_is_answered_alone(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "Fate i pacchetti regalo? E chi ha vinto la partita ieri sera?")
    assert set(topics(messages)) <= {"gift-wrapping"}


def test_a_message_of_question_marks_only_is_no_list_of_questions(talk: Talk) -> None:
    assert kinds(talk.turn(AnswerPolicy, "? ? ?", certain=False)) == ["no_answer"]
