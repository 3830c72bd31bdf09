"""Questions without an answer are kept; a rule that is gone is not repeated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.answer_policy import AnswerPolicy
from actions.base import ChiaroAction
from actions.clock import clock_at, moment_of_call
from actions.explain_term import ExplainTerm
from actions.give_reason import GiveReason
from actions.record_objection import RecordObjection
from actions.repeat import Repeat
from policy_kb.bilingual import Bilingual
from policy_kb.store.generations import next_generation
from policy_kb.tables import GlossaryTerm, Revision, UnansweredQuestion
from tests.factories.publishing import Published
from tests.factories.small_company import TODAY
from tests.unit.actions.talking import Talk, kinds, make_runtime

QUESTION = "fate i pacchetti regalo?"


def test_a_question_that_no_policy_answers_is_kept_for_the_owners(own_talk: Callable[[], Talk]) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, "che tempo fa a Roma?", "out_of_scope")
    talk.turn(AnswerPolicy, QUESTION)
    with Session(talk.runtime.engine) as db_session:
        [kept] = db_session.scalars(select(UnansweredQuestion))
        assert (kept.text, kept.language, kept.conversation_id) == ("che tempo fa a Roma?", "it", "customer-1")


def _withdraw(published: Published) -> None:
    with Session(published.engine) as db_session:
        mine = Revision.policy_id == "gift-wrapping", Revision.in_force_until.is_(None)
        db_session.execute(update(Revision).where(*mine).values(in_force_until=TODAY - timedelta(days=1)))
        next_generation(db_session)
        db_session.commit()


@pytest.mark.parametrize(
    ("action", "text", "intent"),
    [
        (GiveReason, "perché?", "ask_reason"),
        (Repeat, "puoi ripetere?", "ask_repeat"),
        (RecordObjection, "non è giusto", "object_to_rule"),
    ],
)
def test_a_rule_withdrawn_between_two_turns_is_not_repeated(
    published: Published, action: type[ChiaroAction], text: str, intent: str
) -> None:
    talk = Talk(make_runtime(published))
    talk.turn(AnswerPolicy, QUESTION)
    _withdraw(published)
    messages = talk.turn(action, text, intent)
    assert kinds(messages) == ["no_answer"]
    assert "non è più in vigore" in messages[0]["text"]
    assert kinds(talk.turn(AnswerPolicy, "quanto dura la prova del divano?")) == ["explanation", "steps"]


def test_a_word_of_the_glossary_is_explained_with_its_source(published: Published) -> None:
    text = Bilingual("Il nastro annodato sul pacco.", "The ribbon tied on the box.")
    with Session(published.engine) as db_session:
        db_session.add(GlossaryTerm(term_id="bow", names_it=["fiocco", "fiocchi"], names_en=["bow"], text=text))
        next_generation(db_session)
        db_session.commit()
    talk = Talk(make_runtime(published))
    talk.turn(AnswerPolicy, QUESTION)
    message, clause = talk.turn(ExplainTerm, "che cos'è il fiocco?", "ask_term")
    assert "policy_id" not in message
    assert clause["policy_id"] == "gift-wrapping"  # one of its clauses has the word
    assert "Il nastro annodato sul pacco." in message["text"]
    assert message["sources"][0]["label"].endswith("glossario")
    assert talk.slots["policy_id"] == "gift-wrapping"


def test_the_clock_stands_still_where_it_is_told_to() -> None:
    moment = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert clock_at("2026-11-26T10:00:00+01:00")() == moment
    assert clock_at(moment_of_call({"CHIARO_NOW": " 2026-11-26T09:00 "}))() == moment
    assert abs(clock_at(moment_of_call({}))() - datetime.now(UTC)) < timedelta(minutes=1)
    with pytest.raises(ValueError, match="isoformat"):
        clock_at("tomorrow")
