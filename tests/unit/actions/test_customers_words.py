"""What customers say about answers, rules and themselves is kept and acted upon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.answer_policy import AnswerPolicy
from actions.facts import facts_in
from actions.note_fact import NoteFact
from actions.offer_alternatives import OfferAlternatives
from actions.record_objection import RecordObjection
from actions.take_feedback import TakeFeedback
from policy_kb.tables import CustomerFeedback
from tests.unit.actions.talking import Talk, kinds

QUESTION = "fate i pacchetti regalo?"


def _kept(talk: Talk) -> list[tuple[str, str | None, int | None, str, str]]:
    with Session(talk.runtime.engine) as db_session:
        rows = db_session.scalars(select(CustomerFeedback).order_by(CustomerFeedback.feedback_id))
        return [(row.kind, row.policy_id, row.version, row.language, row.text) for row in rows]


@pytest.mark.parametrize(
    ("intent", "kind", "text"),
    [("feedback_positive", "helped", "perfetto, grazie"), ("feedback_negative", "not_helped", "non serve a niente")],
)
def test_feedback_is_kept_against_the_revision_that_was_quoted(
    own_talk: Callable[[], Talk], intent: str, kind: str, text: str
) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, QUESTION)
    messages = talk.turn(TakeFeedback, text, intent)
    assert kinds(messages)[0] == "feedback"
    assert _kept(talk) == [(kind, "gift-wrapping", 2, "it", text)]


def test_an_objection_is_kept_and_answered_with_reason_and_other_ways(own_talk: Callable[[], Talk]) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, "do you wrap gifts?", language="en")
    messages = talk.turn(RecordObjection, "I find that unfair", "object_to_rule", language="en")
    assert kinds(messages) == ["feedback", "reason", "alternatives"]
    assert {message.get("policy_id") for message in messages[1:]} == {"gift-wrapping"}
    assert _kept(talk) == [("objection", "gift-wrapping", 2, "en", "I find that unfair")]


def test_an_objection_to_no_rule_is_not_kept_against_one(own_talk: Callable[[], Talk]) -> None:
    talk = own_talk()
    talk.turn(RecordObjection, "che tempo fa a Roma", "object_to_rule")
    assert _kept(talk) == []


def test_feedback_about_nothing_is_kept_without_a_policy(own_talk: Callable[[], Talk]) -> None:
    talk = own_talk()
    talk.turn(TakeFeedback, "non ci siamo", "feedback_negative")
    assert _kept(talk) == [("not_helped", None, None, "it", "non ci siamo")]


def test_feedback_on_a_policy_that_is_gone_is_kept_without_it(own_talk: Callable[[], Talk]) -> None:
    talk = own_talk()
    talk.slots |= {"policy_id": "no-such-policy", "revision": 3}
    assert kinds(talk.turn(TakeFeedback, "non ci siamo", "feedback_negative")) == ["feedback"]
    assert _kept(talk) == [("not_helped", None, None, "it", "non ci siamo")]


def test_a_customers_words_are_kept_as_text_whatever_they_hold(own_talk: Callable[[], Talk]) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, QUESTION)
    words = "'); drop table customer_feedback; -- <script>alert(1)</script> 😀 è"
    talk.turn(TakeFeedback, words, "feedback_negative")
    assert _kept(talk)[0][-1] == words


def test_a_question_that_reads_like_feedback_is_answered(talk: Talk) -> None:
    text = "mi serve una vite di ricambio per una cassettiera vecchia"
    assert kinds(talk.turn(TakeFeedback, text, "feedback_negative")) == ["explanation", "steps"]


def test_a_fact_is_noted_and_changes_the_alternatives(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION)
    before = talk.turn(OfferAlternatives, "e altrimenti?", "ask_alternatives")[0]["text"]
    messages = talk.turn(NoteFact, "sono cliente gold", "inform_fact")
    assert kinds(messages) == ["feedback", "alternatives"]
    assert talk.slots["facts"] == {"loyalty_level": "gold"}
    assert "Perché la tua spesa lo permette." not in before
    assert "Perché la tua spesa lo permette." in messages[1]["text"]


def test_facts_add_up_and_the_latest_counts(talk: Talk) -> None:
    talk.turn(NoteFact, "sono cliente silver", "inform_fact")
    talk.turn(NoteFact, "l'ordine è stato spedito", "inform_fact")
    talk.turn(NoteFact, "anzi, sono platinum", "inform_fact")
    assert talk.slots["facts"] == {"loyalty_level": "platinum", "order_state": "dispatched"}


def test_a_fact_before_any_question_is_noted_with_thanks(talk: Talk) -> None:
    messages = talk.turn(NoteFact, "sono un'azienda", "inform_fact")
    assert kinds(messages) == ["feedback"]
    assert talk.slots["facts"] == {"customer_group": "business"}


def test_a_question_with_a_fact_is_answered_and_the_fact_kept(talk: Talk) -> None:
    text = "siamo un hotel: si può provare un divano a casa per trenta giorni?"
    messages = talk.turn(NoteFact, text, "inform_fact")
    assert messages[0]["policy_id"] == "sofa-trial"
    assert talk.slots["facts"] == {"customer_group": "business"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("abbiamo una partita IVA", {"customer_group": "business"}),
        ("ho la P.IVA", {"customer_group": "business"}),
        ("ho appena fatto l’ordine", {"order_state": "placed"}),
        ("no sono un privato", {"customer_group": "household"}),
        ("We run a guesthouse", {"customer_group": "business"}),
        ("l'ho comprato da privato", {"customer_group": "household"}),
        ("cliente ORO da anni", {"loyalty_level": "gold"}),
        ("il pacco è arrivato rotto", {"order_state": "delivered"}),
        ("my order has been shipped", {"order_state": "dispatched"}),
        ("ho già ritirato il pacco", {"order_state": "collected"}),
        ("Gold customer, order cancelled", {"loyalty_level": "gold", "order_state": "cancelled"}),
        ("", {}),
        ("buongiorno", {}),
        ("un divano dorato", {}),
    ],
)
def test_simple_facts_are_read_from_a_message(text: str, facts: dict[str, Any]) -> None:
    assert facts_in(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "non è ancora arrivato",
        "il pacco non mi è stato consegnato",
        "l'ordine non risulta spedito",
        "non sono un'azienda",
        "it hasn't arrived yet",
        "it hasn’t arrived yet",
        "my sofa was never delivered",
        "the order has not been shipped",
        "I'm not a business",
        "mai ricevuto niente",
        "senza partita IVA",
    ],
)
def test_what_a_customer_denies_is_no_fact(text: str) -> None:
    assert facts_in(text) == {}


def test_a_denial_of_one_thing_is_not_a_denial_of_the_next() -> None:
    assert facts_in("non mi piace, è arrivato rotto") == {"order_state": "delivered"}
    assert facts_in("It does not fit. It was delivered yesterday") == {"order_state": "delivered"}
