"""One missing fact is asked for instead of guessed, and older terms hold for older orders."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from actions.answer_policy import AnswerPolicy
from actions.facts import awaited_fact, self_told
from actions.follow_up import asks_of
from actions.give_reason import GiveReason
from actions.note_fact import NoteFact
from actions.offer_alternatives import OfferAlternatives
from policy_kb.answer.message import Message
from policy_kb.tables import Article
from tests.factories.publishing import Published
from tests.unit.actions.talking import Talk, kinds, make_runtime

QUESTION = "fate i pacchetti regalo?"
GOLD_BOX = "Perché la tua spesa lo permette."


def _offered(talk: Talk) -> str:
    talk.turn(AnswerPolicy, QUESTION)
    text: str = talk.turn(OfferAlternatives, "e altrimenti?", "ask_alternatives")[0]["text"]
    return text


def test_what_depends_on_a_fact_waits_until_the_fact_is_known(talk: Talk) -> None:
    text = _offered(talk)
    assert "Riservato a" not in text
    assert text.rstrip().endswith("?") or "non lo so" in text
    assert talk.slots["awaiting"]["for"] == "fact"
    fact = talk.slots["awaiting"]["fact"]
    assert talk.slots["asked"] == [fact]


def test_every_fact_is_asked_for_once_and_what_stays_unknown_is_shown_with_its_condition(talk: Talk) -> None:
    _offered(talk)
    asked = [talk.slots["awaiting"]["fact"]]
    text = ""
    while talk.slots["awaiting"]:
        text = talk.turn(NoteFact, "non lo so", "deny")[-1]["text"]
        asked += [talk.slots["awaiting"]["fact"]] if talk.slots["awaiting"] else []
    assert sorted(asked) == ["account_value", "customer_group", "loyalty_level", "order_state"]
    assert "Riservato a" in text


def test_a_known_fact_is_not_asked_for(talk: Talk) -> None:
    talk.slots["facts"] = {
        "customer_group": "household", "loyalty_level": "gold", "account_value": 10.0, "order_state": "delivered",
    }  # fmt: skip
    assert GOLD_BOX in _offered(talk)
    assert talk.slots["awaiting"] is None


def test_what_the_customer_says_beside_a_question_counts(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION)
    talk.turn(OfferAlternatives, "sono cliente platinum, che altro posso fare?", "ask_alternatives")
    assert talk.slots["facts"]["loyalty_level"] == "platinum"


def test_what_the_companys_system_knows_counts_more_than_a_claim(own_talk: Callable[[], Talk]) -> None:
    talk = own_talk()
    talk.turn(AnswerPolicy, "sono cliente platinum, fate i pacchetti regalo?", customer="nobody-known")
    assert talk.slots["facts"] == {"loyalty_level": "platinum"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("la vostra azienda fa schifo", {}),
        ("siamo un albergo di Rimini", {"customer_group": "business"}),
        ("I'm a gold member", {"loyalty_level": "gold"}),
        ("I am not a gold member", {}),
        ("your company is a joke", {}),
        ("what a company you are", {}),
        ("il divano oro è bello", {}),
    ],
)
def test_only_words_about_oneself_tell_of_the_customer(text: str, told: dict[str, str]) -> None:
    assert self_told(text, {}) == told


def test_a_day_is_the_orders_only_beside_words_of_buying() -> None:
    day = {"date": "2025-12-01"}
    assert self_told("l'ho comprato il 1° dicembre", day) == {"ordered_on": "2025-12-01"}
    assert self_told("mi hanno chiamato il 1° dicembre", day) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.500 euro", 1500.0), ("circa 1200,50", 1200.5), ("800", 800.0), ("2,000", 2000.0), ("tanto", None)],
)
def test_a_sum_is_read_in_both_ways_of_writing(text: str, value: float | None) -> None:
    assert awaited_fact("account_value", text, {}) == ({} if value is None else {"account_value": value})


@given(st.sampled_from(["customer_group", "loyalty_level", "account_value", "order_state", "no such fact"]), st.text())
def test_any_text_is_an_answer_or_none(fact: str, text: str) -> None:
    assert set(awaited_fact(fact, text, {})) <= {fact}
    assert set(self_told(text, {})) <= {"customer_group", "loyalty_level"}


def test_a_part_that_asks_nothing_awaits_nothing() -> None:
    assert asks_of(Message("explanation", "it", "ecco"), "explanation") is None


def _by_order(published: Published) -> Talk:
    with Session(published.engine) as db_session:
        db_session.execute(update(Article).where(Article.policy_id == "gift-wrapping").values(decided_by="order_date"))
        db_session.commit()
    return Talk(make_runtime(published))


def test_an_order_of_before_falls_under_the_older_revision_and_is_told_so(published: Published) -> None:
    talk = _by_order(published)
    messages = talk.turn(AnswerPolicy, "ho comprato un vaso il 1 dicembre, fate i pacchetti regalo?", date="2025-12-01")
    assert messages[0]["version"] == 1
    assert "1° dicembre 2025" in messages[0]["text"]
    assert "3 euro" in messages[0]["text"]
    assert talk.turn(GiveReason, "perché?", "ask_reason")[0]["version"] == 1


@pytest.mark.parametrize("day", ["2026-03-01", "2026-11-01", "2023-05-01", "2999-01-01", "ieri"])
def test_other_days_fall_under_the_present_one(published: Published, day: str) -> None:
    talk = _by_order(published)
    assert talk.turn(AnswerPolicy, f"comprato il {day}, fate i pacchetti regalo?", date=day)[0]["version"] == 2


def test_where_today_decides_the_day_of_the_order_does_not_matter(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "comprato a dicembre, fate i pacchetti regalo?", date="2025-12-01")
    assert kinds(messages) == ["explanation", "steps"]
    assert messages[0]["version"] == 2
