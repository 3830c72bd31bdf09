"""A follow-up keeps to the topic, unless it names another."""

from __future__ import annotations

import pytest

from actions.answer_policy import AnswerPolicy
from actions.base import ChiaroAction
from actions.explain_change import ExplainChange
from actions.explain_term import ExplainTerm
from actions.explain_transition import ExplainTransition
from actions.give_reason import GiveReason
from actions.give_resources import GiveResources
from actions.give_steps import GiveSteps
from actions.offer_alternatives import OfferAlternatives
from actions.quote_source import QuoteSource
from actions.repeat import Repeat
from actions.show_escalation import ShowEscalation
from actions.simplify import Simplify
from tests.unit.actions.talking import Talk, kinds

FOLLOW_UPS: list[tuple[type[ChiaroAction], str, str, str]] = [
    (GiveSteps, "ask_steps", "e come si fa?", "steps"),
    (GiveReason, "ask_reason", "ma perché?", "reason"),
    (QuoteSource, "ask_source", "dove è scritto?", "explanation"),
    (ExplainChange, "ask_change", "e prima?", "change"),
    (OfferAlternatives, "ask_alternatives", "e altrimenti?", "alternatives"),
    (GiveResources, "ask_resources", "dove trovo aiuto?", "resources"),
    (ExplainTransition, "ask_transition", "da quando?", "transition"),
    (Simplify, "ask_simpler", "più semplice?", "explanation"),
    (ExplainTerm, "ask_term", "che vuol dire scontrino?", "explanation"),
    (ShowEscalation, "ask_escalation", "e chi decide?", "explanation"),
    (Repeat, "ask_repeat", "puoi ripetere?", "explanation"),
]


@pytest.fixture
def about_gifts(talk: Talk) -> Talk:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    return talk


@pytest.mark.parametrize(("action", "intent", "text", "kind"), FOLLOW_UPS)
def test_a_follow_up_keeps_to_the_topic(
    about_gifts: Talk, action: type[ChiaroAction], intent: str, text: str, kind: str
) -> None:
    messages = about_gifts.turn(action, text, intent)
    assert kinds(messages)[0] == kind
    assert {message["policy_id"] for message in messages} == {"gift-wrapping"}
    assert about_gifts.slots["policy_id"] == "gift-wrapping"


@pytest.mark.parametrize(("action", "intent"), [follow_up[:2] for follow_up in FOLLOW_UPS])
def test_a_follow_up_may_come_in_the_other_language(about_gifts: Talk, action: type[ChiaroAction], intent: str) -> None:
    messages = about_gifts.turn(action, "and in English?", intent, language="en")
    assert {(message["policy_id"], message["language"]) for message in messages} == {("gift-wrapping", "en")}


@pytest.mark.parametrize(
    ("action", "intent", "text"),
    [
        (GiveReason, "ask_reason", "e perché si può provare il divano a casa trenta giorni?"),
        (GiveSteps, "ask_steps", "come si fa a provare il divano nuovo a casa?"),
        (ExplainChange, "ask_change", "che cosa è cambiato nella prova del divano a casa?"),
        (OfferAlternatives, "ask_alternatives", "che alternative ci sono alla prova del divano a casa?"),
    ],
)
def test_a_follow_up_that_names_another_topic_switches_to_it(
    about_gifts: Talk, action: type[ChiaroAction], intent: str, text: str
) -> None:
    messages = about_gifts.turn(action, text, intent)
    assert {message["policy_id"] for message in messages} == {"sofa-trial"}
    assert (about_gifts.slots["policy_id"], about_gifts.slots["revision"]) == ("sofa-trial", 1)


def test_a_first_question_for_a_part_gets_the_rule_itself_too(talk: Talk) -> None:
    messages = talk.turn(GiveReason, "perché serve lo scontrino per il pacchetto regalo?", "ask_reason")
    assert kinds(messages) == ["explanation", "reason"]
    assert talk.slots["last_answer"] == ["explanation", "reason"]


def test_a_first_question_for_the_steps_gets_meaning_and_steps(talk: Talk) -> None:
    messages = talk.turn(GiveSteps, "come faccio a provare il divano a casa?", "ask_steps")
    assert kinds(messages) == ["explanation", "steps"]


@pytest.mark.parametrize(("action", "intent"), [follow_up[:2] for follow_up in FOLLOW_UPS[:9]])
def test_a_follow_up_to_nothing_asks_what_it_is_about(talk: Talk, action: type[ChiaroAction], intent: str) -> None:
    messages = talk.turn(action, "?", intent, certain=False)
    assert kinds(messages) == ["no_answer"]
    assert talk.slots["policy_id"] is None


def test_repeating_says_the_same_parts_again(about_gifts: Talk) -> None:
    first = about_gifts.turn(GiveReason, "perché?", "ask_reason")
    again = about_gifts.turn(Repeat, "come?", "ask_repeat")
    assert [message["text"] for message in again] == [message["text"] for message in first]


def test_repeating_twice_still_says_the_same_parts(about_gifts: Talk) -> None:
    about_gifts.turn(ExplainChange, "cosa è cambiato?", "ask_change")
    for _ in range(2):
        assert kinds(about_gifts.turn(Repeat, "come?", "ask_repeat")) == ["change"]


def test_repeating_after_who_decides_says_who_decides(about_gifts: Talk) -> None:
    first = about_gifts.turn(ShowEscalation, "chi decide?", "ask_escalation")
    again = about_gifts.turn(Repeat, "come?", "ask_repeat")
    assert [message["text"] for message in again] == [message["text"] for message in first]


def test_repeating_in_the_other_language_translates(about_gifts: Talk) -> None:
    messages = about_gifts.turn(Repeat, "can you say it in English", "ask_repeat", language="en")
    assert messages[0]["text"].startswith("Gift wrapping.")


def test_a_term_is_explained_by_the_clause_that_uses_it(about_gifts: Talk) -> None:
    messages = about_gifts.turn(ExplainTerm, "che vuol dire scontrino?", "ask_term")
    assert "Serve lo scontrino del prodotto." in messages[0]["text"].splitlines()[1]


def test_who_decides_without_a_topic_is_a_question_like_any_other(talk: Talk) -> None:
    messages = talk.turn(ShowEscalation, "chi decide sui pacchetti regalo?", "ask_escalation")
    assert messages[0]["policy_id"] == "gift-wrapping"


def test_a_topic_that_is_gone_is_no_topic(talk: Talk) -> None:
    talk.slots |= {"policy_id": "no-such-policy", "revision": 7}
    assert kinds(talk.turn(GiveReason, "perché?", "ask_reason")) == ["no_answer"]


@pytest.mark.parametrize(("text", "language"), [("perché?", "it"), ("why?", "en"), ("e come?", "it")])
def test_a_bare_follow_up_without_a_topic_asks_what_it_is_about(talk: Talk, text: str, language: str) -> None:
    messages = talk.turn(GiveReason, text, "ask_reason", language)
    assert kinds(messages) == ["no_answer"]
    assert "policy_id" not in messages[0]


def test_the_same_help_is_pointed_to_once_an_answer(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "quanto costa la confezione regalo?")
    assert [bool(message.get("resources")) for message in messages] == [True, False]
