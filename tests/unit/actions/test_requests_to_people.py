"""What customers ask of people: a person, an exception, more time, a place in a class, a message left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.answer_policy import AnswerPolicy
from actions.enrol import Enrol
from actions.explain_transition import ExplainTransition
from actions.hand_back import HandBack
from actions.hand_over import HandOver
from actions.leave_message import LeaveMessage
from actions.offer_alternatives import OfferAlternatives
from actions.request_exception import RequestException
from actions.request_grace import RequestGrace
from actions.take_over import TakeOver
from policy_kb.tables import Ticket
from tests.unit.actions.talking import Talk, kinds

QUESTION = "fate i pacchetti regalo?"
NewTalk = Callable[[], Talk]


def _tickets(talk: Talk) -> list[Ticket]:
    with Session(talk.runtime.engine) as db_session:
        return list(db_session.scalars(select(Ticket).order_by(Ticket.ticket_id)))


def _asked(own_talk: NewTalk) -> Talk:
    talk = own_talk()
    talk.turn(AnswerPolicy, QUESTION)
    return talk


def _transition(own_talk: NewTalk) -> Talk:
    talk = _asked(own_talk)
    talk.turn(ExplainTransition, "fino a quando?", "ask_transition")
    return talk


def test_who_asks_for_a_person_gets_a_number_and_the_person_gets_everything_known(own_talk: NewTalk) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, QUESTION, level="tense")
    messages = talk.turn(HandOver, "voglio parlare con qualcuno", "request_human", level="angry")
    [ticket] = _tickets(talk)
    assert f"R-{ticket.ticket_id:05d}" in messages[-1]["text"]
    assert (ticket.kind, ticket.state, ticket.policy_id, ticket.version) == ("handoff", "open", "gift-wrapping", 2)
    assert ticket.text == "voglio parlare con qualcuno"
    assert ticket.details["moods"] == ["tense", "angry"]
    assert ticket.details["policies"] == ["gift-wrapping"]
    assert ticket.details["said"] == [QUESTION, "voglio parlare con qualcuno"]


def test_who_asks_again_keeps_the_number_and_is_told_that_they_wait(own_talk: NewTalk) -> None:
    talk = own_talk()
    first = talk.turn(HandOver, "un operatore", "request_human")[0]["text"]
    second = talk.turn(HandOver, "allora, quest'operatore?", "request_human")[0]["text"]
    [ticket] = _tickets(talk)
    assert f"R-{ticket.ticket_id:05d}" in first
    assert f"R-{ticket.ticket_id:05d}" in second
    assert "in attesa" in second
    assert ticket.text == "allora, quest'operatore?"


def test_a_wish_for_an_exception_can_be_sent_to_the_one_who_decides(own_talk: NewTalk) -> None:
    talk = _asked(own_talk)
    offered = talk.turn(OfferAlternatives, "non potete fare un'eccezione?", "ask_exception")
    assert talk.slots["awaiting"] == {"for": "exception", "policy_id": "gift-wrapping"}
    assert "La mando?" in offered[0]["text"]
    assert _tickets(talk) == []
    sent = talk.turn(RequestException, "sì", "affirm", certain=False)
    [ticket] = _tickets(talk)
    assert (ticket.kind, ticket.policy_id, ticket.version) == ("exception", "gift-wrapping", 2)
    assert f"R-{ticket.ticket_id:05d}" in sent[0]["text"]
    assert talk.handoff == "requested"
    assert talk.slots["awaiting"] is None


def test_a_no_sends_nothing(own_talk: NewTalk) -> None:
    talk = _asked(own_talk)
    talk.turn(OfferAlternatives, "un'eccezione?", "ask_exception")
    assert kinds(talk.turn(RequestException, "no", "deny", certain=False)) == ["feedback"]
    assert _tickets(talk) == []
    assert talk.handoff == "none"


def test_an_exception_to_a_policy_that_is_gone_is_not_sent(own_talk: NewTalk) -> None:
    talk = _asked(own_talk)
    talk.slots["awaiting"] = {"for": "exception", "policy_id": "no-such-policy"}
    assert kinds(talk.turn(RequestException, "sì", "affirm")) == ["no_answer"]
    assert _tickets(talk) == []


def test_a_transition_offers_more_time_and_classes(own_talk: NewTalk) -> None:
    talk = _transition(own_talk)
    assert talk.slots["awaiting"] == {"for": "transition", "policy_id": "gift-wrapping"}
    assert "fino al 28 febbraio 2027" in talk.said[-1]["text"]
    assert "iscrivimi" in talk.said[-1]["text"]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [("più tempo", None, date(2027, 2, 28)), ("mi basta il 20 gennaio", "2027-01-20", date(2027, 1, 20))],
)
def test_more_time_is_asked_for_within_the_limit(own_talk: NewTalk, text: str, day: str | None, wanted: date) -> None:
    talk = _transition(own_talk)
    entities = {"date": day} if day else {}
    messages = talk.turn(RequestGrace, text, "nlu_fallback", **entities)
    [ticket] = _tickets(talk)
    assert (ticket.kind, ticket.wanted_day, ticket.state) == ("grace", wanted, "open")
    assert "approvarla" in messages[0]["text"]
    assert talk.handoff == "requested"


def test_a_day_beyond_the_limit_is_not_asked_for_but_the_limit_is_offered(own_talk: NewTalk) -> None:
    talk = _transition(own_talk)
    messages = talk.turn(RequestGrace, "fino al 30 giugno", date="2027-06-30")
    assert "28 febbraio 2027" in messages[0]["text"]
    assert _tickets(talk) == []
    talk.turn(RequestGrace, "sì", "affirm")
    assert [ticket.wanted_day for ticket in _tickets(talk)] == [date(2027, 2, 28)]


def test_a_day_that_needs_no_grace_says_so(own_talk: NewTalk) -> None:
    talk = _transition(own_talk)
    assert "senza chiedere" in talk.turn(RequestGrace, "mi basta il 10 dicembre", date="2026-12-10")[0]["text"]
    assert _tickets(talk) == []


@pytest.mark.parametrize("day", ["domani", "2027-99-99", ""])
def test_a_day_that_is_none_counts_as_not_said(own_talk: NewTalk, day: str) -> None:
    talk = _transition(own_talk)
    talk.turn(RequestGrace, "sì", "affirm", date=day)
    assert [ticket.wanted_day for ticket in _tickets(talk)] == [date(2027, 2, 28)]


def test_a_policy_without_a_transition_grants_no_time(own_talk: NewTalk) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, "mi serve una vite di ricambio")
    assert kinds(talk.turn(RequestGrace, "più tempo")) == ["feedback"]
    assert _tickets(talk) == []


def test_a_class_is_chosen_by_number(own_talk: NewTalk) -> None:
    talk = _transition(own_talk)
    which = talk.turn(Enrol, "iscrivimi")
    assert "1. Corso di pacchi regalo, 10 dicembre 2026, 15:00" in which[0]["text"]
    done = talk.turn(Enrol, "2")
    [ticket] = _tickets(talk)
    assert (ticket.kind, ticket.wanted_day) == ("enrolment", date(2027, 1, 21))
    assert f"R-{ticket.ticket_id:05d}" in done[0]["text"]


def test_a_class_is_chosen_by_day(own_talk: NewTalk) -> None:
    talk = _transition(own_talk)
    talk.turn(Enrol, "iscrivimi al corso del 10 dicembre", date="2026-12-10")
    assert [ticket.wanted_day for ticket in _tickets(talk)] == [date(2026, 12, 10)]


@pytest.mark.parametrize("text", ["3", "9", "0", "boh"])
def test_a_number_of_no_class_is_asked_again(own_talk: NewTalk, text: str) -> None:
    talk = _transition(own_talk)
    talk.turn(Enrol, "iscrivimi")
    assert "Scrivi il numero" in talk.turn(Enrol, text)[0]["text"]
    assert _tickets(talk) == []


def test_who_enrols_twice_has_one_place(own_talk: NewTalk) -> None:
    talk = _transition(own_talk)
    for _ in range(2):
        talk.turn(Enrol, "iscrivimi per il 10 dicembre", date="2026-12-10")
    assert len(_tickets(talk)) == 1


def test_a_message_is_left_for_a_person(own_talk: NewTalk) -> None:
    talk = own_talk()
    talk.turn(HandOver, "un operatore", "request_human")
    messages = talk.turn(LeaveMessage, "messaggio: chiamatemi al 333 1234567 dopo le 18", "nlu_fallback")
    assert kinds(messages) == ["handoff"]
    assert _tickets(talk)[-1].text == "messaggio: chiamatemi al 333 1234567 dopo le 18"


@pytest.mark.parametrize("text", ["messaggio", "Messaggio:", " message "])
def test_the_word_alone_asks_for_the_message(own_talk: NewTalk, text: str) -> None:
    talk = own_talk()
    talk.turn(LeaveMessage, text)
    assert talk.slots["awaiting"] == {"for": "message"}
    assert _tickets(talk) == []


def test_the_assistant_is_silent_while_a_person_has_the_conversation_and_comes_back(own_talk: NewTalk) -> None:
    talk = _asked(own_talk)
    assert kinds(talk.turn(TakeOver, intent="take_over")) == ["handoff"]
    assert talk.handoff == "active"
    before: dict[str, Any] = dict(talk.slots)
    assert talk.turn(AnswerPolicy, "e il divano?") == []
    assert talk.slots == before
    assert kinds(talk.turn(HandBack, intent="hand_back")) == ["handoff"]
    assert talk.handoff == "none"
    assert kinds(talk.turn(AnswerPolicy, "quanto dura la prova del divano?")) == ["explanation", "steps"]
