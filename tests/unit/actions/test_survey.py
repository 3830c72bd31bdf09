"""The survey: offered at the right moment, two questions, refusable once and for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.answer_policy import AnswerPolicy
from actions.answer_survey import AnswerSurvey
from actions.take_feedback import TakeFeedback
from policy_kb.tables import SurveyAnswer
from tests.unit.actions.talking import Talk, kinds

QUESTION = "fate i pacchetti regalo?"
NewTalk = Callable[[], Talk]


def _answers(talk: Talk) -> list[tuple[Any, ...]]:
    with Session(talk.runtime.engine) as db_session:
        rows = db_session.scalars(select(SurveyAnswer).order_by(SurveyAnswer.survey_id))
        return [(row.policy_id, row.version, row.effort, row.comment, row.refused) for row in rows]


def _offered(own_talk: NewTalk, **turn: Any) -> Talk:
    talk = own_talk()
    talk.turn(AnswerPolicy, QUESTION)
    talk.turn(TakeFeedback, "chiaro, mi è servito", "feedback_positive", **turn)
    return talk


def test_both_questions_are_kept_with_the_policy(own_talk: NewTalk) -> None:
    talk = _offered(own_talk)
    assert talk.slots["awaiting"] == {"for": "survey_effort"}
    assert kinds(talk.turn(AnswerSurvey, "4", "nlu_fallback")) == ["survey"]
    assert _answers(talk) == [("gift-wrapping", 2, 4, None, False)]
    assert kinds(talk.turn(AnswerSurvey, "vorrei anche carta verde", "inform_fact")) == ["survey"]
    assert _answers(talk) == [("gift-wrapping", 2, 4, "vorrei anche carta verde", False)]
    assert talk.slots["awaiting"] is None


@pytest.mark.parametrize(("text", "intent"), [("no", "deny"), ("grazie", "thank"), ("ok", "affirm")])
def test_who_has_nothing_to_add_is_thanked_and_counted(own_talk: NewTalk, text: str, intent: str) -> None:
    talk = _offered(own_talk)
    talk.turn(AnswerSurvey, "2")
    assert kinds(talk.turn(AnswerSurvey, text, intent)) == ["survey"]
    assert _answers(talk) == [("gift-wrapping", 2, 2, None, False)]


def test_a_refusal_is_kept_and_nobody_is_asked_again(own_talk: NewTalk) -> None:
    talk = _offered(own_talk)
    talk.turn(AnswerSurvey, "no grazie", "deny")
    assert _answers(talk) == [("gift-wrapping", 2, None, None, True)]
    assert kinds(talk.turn(TakeFeedback, "utile", "feedback_positive")) == ["feedback"]
    talk.slots["survey"] = None  # as after a restart of the conversation
    assert kinds(talk.turn(TakeFeedback, "utile", "feedback_positive")) == ["feedback"]


def test_a_customer_who_has_refused_is_asked_in_no_conversation(own_talk: NewTalk) -> None:
    talk = _offered(own_talk, customer="C-7")
    talk.turn(AnswerSurvey, "no grazie", "deny", customer="C-7")
    with Session(talk.runtime.engine) as db_session:
        row = db_session.scalars(select(SurveyAnswer)).one()
        row.conversation_id = "another"
        db_session.commit()
    talk.slots["survey"] = None
    assert kinds(talk.turn(TakeFeedback, "utile", "feedback_positive", customer="C-7")) == ["feedback"]


def test_who_does_not_answer_is_not_asked_again(own_talk: NewTalk) -> None:
    talk = _offered(own_talk)
    talk.turn(AnswerPolicy, QUESTION)
    assert talk.slots["awaiting"] is None
    assert kinds(talk.turn(TakeFeedback, "utile", "feedback_positive")) == ["feedback"]


@pytest.mark.parametrize("before", [True, False])
def test_who_is_angry_is_not_asked(own_talk: NewTalk, before: bool) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, QUESTION, level="angry" if before else "calm")
    messages = talk.turn(TakeFeedback, "non serve!", "feedback_negative", level="calm" if before else "angry")
    assert "survey" not in kinds(messages)


@pytest.mark.parametrize("level", ["frustrated", "angry"])
def test_who_is_let_down_by_an_answer_is_heard_and_offered_a_person_instead(own_talk: NewTalk, level: str) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    messages = talk.turn(TakeFeedback, "non mi avete risposto, è la terza volta", "feedback_negative", level=level)
    assert kinds(messages) == ["acknowledgement", "feedback", "handoff"]
    assert talk.handoff == "offered"


def test_nobody_is_asked_about_nothing(talk: Talk) -> None:
    assert "survey" not in kinds(talk.turn(TakeFeedback, "non ci siamo", "feedback_negative"))


@pytest.mark.parametrize("text", ["0", "6", "", "😀", "boh"])
def test_what_is_no_number_of_the_survey_is_taken_for_a_refusal_and_not_for_a_number(
    own_talk: NewTalk, text: str
) -> None:
    talk = _offered(own_talk)
    talk.turn(AnswerSurvey, text)
    assert _answers(talk) == [("gift-wrapping", 2, None, None, True)]


@pytest.mark.parametrize("survey_id", [999, "1", None, -1])
def test_a_comment_to_no_answer_of_this_conversation_is_not_kept(own_talk: NewTalk, survey_id: object) -> None:
    talk = _offered(own_talk)
    talk.slots["awaiting"] = {"for": "survey_comment", "survey_id": survey_id}
    assert kinds(talk.turn(AnswerSurvey, "qualcosa", "inform_fact")) == ["survey"]
    assert _answers(talk) == []
