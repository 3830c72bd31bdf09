"""Anger is heard, and a person is offered once, handed to when asked for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.acknowledge import Acknowledge
from actions.answer_policy import AnswerPolicy
from actions.conversation import HANDOFFS, Conversation, Handoff
from actions.conversation import LEVELS as CALM_FIRST
from actions.hand_over import HandOver
from actions.heard import LEAST_VENT
from actions.small_talk import SmallTalk
from actions.take_feedback import TakeFeedback
from tests.unit.actions.talking import LEVELS, Talk, kinds

QUESTION = "fate i pacchetti regalo?"


def test_a_calm_customer_gets_no_acknowledgement(talk: Talk) -> None:
    assert "acknowledgement" not in kinds(talk.turn(AnswerPolicy, QUESTION))


def test_who_only_asks_in_few_words_is_not_soothed(talk: Talk) -> None:
    assert "acknowledgement" not in kinds(talk.turn(AnswerPolicy, QUESTION, level="barely tense"))
    assert "acknowledgement" in kinds(talk.turn(AnswerPolicy, QUESTION, level="tense"))


@pytest.mark.parametrize("level", ["tense", "frustrated", "angry"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_a_troubled_customer_is_heard_before_the_answer(talk: Talk, language: str, level: str) -> None:
    messages = talk.turn(AnswerPolicy, "gift wrapping, confezione regalo?", language=language, level=level)
    assert kinds(messages)[:3] == ["acknowledgement", "explanation", "steps"]
    assert messages[0]["language"] == language
    assert "policy_id" not in messages[0]


def test_no_phrase_is_heard_twice_in_a_conversation(talk: Talk) -> None:
    for _ in range(8):
        talk.turn(AnswerPolicy, QUESTION, level="frustrated")
    heard = [message["text"] for message in talk.said if message["kind"] == "acknowledgement"]
    assert len(heard) == len(set(heard)) >= 3
    assert talk.slots["used_phrases"] == heard


def test_anger_offers_a_person_once(talk: Talk) -> None:
    assert kinds(talk.turn(AnswerPolicy, QUESTION, level="angry"))[-1] == "handoff"
    assert talk.handoff == "offered"
    assert "handoff" not in kinds(talk.turn(AnswerPolicy, QUESTION, level="angry"))
    assert talk.handoff == "offered"


def test_a_frustrated_customer_is_answered_without_being_sent_away(talk: Talk) -> None:
    assert "handoff" not in kinds(talk.turn(AnswerPolicy, QUESTION, level="frustrated"))
    assert talk.handoff == "none"


OUTBURST = "this is a joke, nobody answers, im done with you lot"


def outburst(talk: Talk, text: str, vent: float, language: str = "it") -> list[dict[str, Any]]:
    latest = {
        "text": text,
        "intent": {"name": "nlu_fallback", "confidence": 0.35},
        "intent_ranking": [{"name": "vent", "confidence": vent}],
        "language": language,
        "language_certain": True,
        "frustration": {"score": 0.95, "level": "angry"},
    }
    return talk.run(AnswerPolicy, latest)


@pytest.mark.parametrize("vent", [0.2, 0.05])
def test_an_outburst_is_heard_instead_of_being_told_that_there_is_no_rule_about_it(talk: Talk, vent: float) -> None:
    messages = outburst(talk, OUTBURST, vent, "en")
    assert kinds(messages) == ["acknowledgement", *(["no_answer"] if vent < LEAST_VENT else []), "handoff"]
    assert talk.handoff == "offered"


def test_angry_faces_without_a_word_are_heard(talk: Talk) -> None:
    assert kinds(outburst(talk, "🤬🤬", vent=0.01)) == ["acknowledgement", "handoff"]


def test_an_outburst_within_a_topic_is_heard_without_a_sentence_of_the_rule(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION)
    assert kinds(outburst(talk, "NON SERVE A NIENTE, FATE SCHIFO", vent=0.2)) == ["acknowledgement", "handoff"]


def test_an_outburst_that_names_a_problem_is_answered(talk: Talk) -> None:
    assert "explanation" in kinds(outburst(talk, f"fate schifo, {QUESTION.rstrip('?')}", vent=0.2))


def test_an_angry_question_that_no_rule_governs_is_told_the_ways_to_a_person_once(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "quante lune ha giove, imbecilli?", "out_of_scope", level="angry")
    assert kinds(messages) == ["acknowledgement", "no_answer", "handoff"]
    assert [bool(message.get("resources")) for message in messages] == [False, False, True]
    assert "800 555 018" not in messages[1]["text"]


def test_who_asks_for_a_person_is_told_where_one_is(talk: Talk) -> None:
    messages = talk.turn(HandOver, "voglio parlare con una persona", "request_human")
    assert kinds(messages) == ["handoff"]
    assert "800 555 018" in messages[0]["text"]
    assert talk.handoff == "requested"


def test_a_request_in_anger_gets_one_handoff_and_not_an_offer_too(talk: Talk) -> None:
    messages = talk.turn(HandOver, "adesso voglio un umano!", "request_human", level="angry")
    assert kinds(messages) == ["acknowledgement", "handoff"]
    assert talk.handoff == "requested"


def test_a_yes_to_the_offer_is_a_request(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION, level="angry")
    assert talk.slots["awaiting"] == {"for": "handoff_offer"}
    assert kinds(talk.turn(HandOver, "sì", "affirm", certain=False)) == ["handoff"]
    assert talk.handoff == "requested"


def test_a_yes_to_something_else_later_calls_nobody(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION, level="angry")
    talk.turn(AnswerPolicy, "quanto dura la prova del divano?")
    assert kinds(talk.turn(SmallTalk, "sì", "affirm", certain=False)) == [None]
    assert talk.handoff == "offered"


def test_a_yes_to_nothing_is_small_talk(talk: Talk) -> None:
    assert [message["response"] for message in talk.turn(SmallTalk, "sì", "affirm")] == ["utter_affirm"]
    assert talk.handoff == "none"


def test_a_no_to_the_offer_leaves_it_an_offer(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION, level="angry")
    assert [message["response"] for message in talk.turn(SmallTalk, "no", "deny")] == ["utter_deny"]
    assert talk.handoff == "offered"


def test_a_request_is_not_taken_back_by_another_angry_turn(talk: Talk) -> None:
    talk.turn(HandOver, "una persona!", "request_human", level="angry")
    talk.turn(AnswerPolicy, QUESTION, level="angry")
    assert talk.handoff == "requested"


@pytest.mark.parametrize("level", LEVELS)
def test_letting_off_steam_is_heard_and_a_person_offered(talk: Talk, level: str) -> None:
    messages = talk.turn(Acknowledge, "che vergogna, non se ne può più", "vent", level=level)
    assert kinds(messages)[-1] == "handoff"
    assert kinds(messages).count("handoff") == 1
    assert ("acknowledgement" in kinds(messages)) == (level != "calm")
    assert talk.handoff == "offered"


def test_a_problem_inside_the_steam_is_answered(talk: Talk) -> None:
    text = "basta! il divano in prova a casa non mi piace, quanti giorni ho per la prova del divano?"
    messages = talk.turn(Acknowledge, text, "vent", level="frustrated")
    assert kinds(messages) == ["acknowledgement", "explanation", "steps"]
    assert messages[1]["policy_id"] == "sofa-trial"


def test_two_answers_that_did_not_help_offer_a_person(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION)
    assert "handoff" not in kinds(talk.turn(TakeFeedback, "non mi aiuta", "feedback_negative"))
    assert kinds(talk.turn(TakeFeedback, "ancora no", "feedback_negative")) == ["feedback", "handoff"]
    assert talk.handoff == "offered"


def test_the_mood_cools_slowly(talk: Talk) -> None:
    talk.turn(AnswerPolicy, QUESTION, level="angry")
    scores = [talk.slots["conversation"]["frustration"]["score"]]
    for _ in range(6):
        talk.turn(AnswerPolicy, QUESTION)
        scores.append(talk.slots["conversation"]["frustration"]["score"])
    assert scores == sorted(scores, reverse=True)
    assert scores[1] > LEVELS["calm"]
    assert talk.slots["conversation"]["frustration"]["level"] == "calm"


scores = st.floats(0, 1)


@given(scores, st.lists(scores, max_size=20))
def test_a_conversation_is_at_once_of_its_last_messages_level(first: float, others: list[float]) -> None:
    conversation = Conversation().heard(first)
    assert conversation.score == round(first, 3)
    for score in others:
        conversation = conversation.heard(score)
        assert 0.0 <= conversation.score <= 1.0
        assert CALM_FIRST.index(conversation.level) >= CALM_FIRST.index(Conversation(score).level)


@given(st.lists(st.floats(0, 0.249), min_size=1, max_size=20))
def test_a_conversation_of_calm_messages_stays_calm_whoever_did_not_help(messages: list[float]) -> None:
    conversation = Conversation()
    for score in messages:
        conversation = conversation.heard(score, failures=3)
        assert conversation.level == "calm"


def test_a_course_of_worse_messages_weighs_more_than_the_last_one() -> None:
    worse, once = Conversation(), Conversation()
    for score in (0.45, 0.45, 0.3):
        worse = worse.heard(score)
    for score in (0.25, 0.25, 0.3):
        once = once.heard(score)
    assert worse.score > once.score > 0.25


@given(scores, st.sampled_from(HANDOFFS))
def test_a_conversation_survives_being_kept_in_a_slot(score: float, handoff: Handoff) -> None:
    conversation = Conversation(round(score, 3), handoff)
    assert Conversation.from_slot(conversation.as_dict()) == conversation


@given(st.sampled_from(HANDOFFS))
def test_a_handoff_never_goes_back(handoff: Handoff) -> None:
    conversation = Conversation(0.5, handoff)
    for after in (conversation.offered(), conversation.requested(), conversation.heard(1.0)):
        assert HANDOFFS.index(after.handoff) >= HANDOFFS.index(handoff)


@pytest.mark.parametrize(
    "slot",
    [
        None, "angry", 3, [], {}, {"frustration": None}, {"frustration": "high"}, {"frustration": {"score": "a lot"}},
        {"frustration": {"score": None}}, {"frustration": {"score": float("nan")}}, {"handoff": "maybe"},
        {"handoff": ["offered"]},
    ],
)  # fmt: skip
def test_a_slot_that_holds_no_conversation_begins_a_new_one(slot: object) -> None:
    assert Conversation.from_slot(slot) == Conversation()


@pytest.mark.parametrize(("kept", "meant"), [(7.5, 1.0), (-2, 0.0)])
def test_a_score_out_of_bounds_is_brought_within(kept: float, meant: float) -> None:
    assert Conversation.from_slot({"frustration": {"score": kept}}).score == meant


def test_the_trend_follows_the_messages() -> None:
    conversation = Conversation()
    trends = []
    for score in (0.1, 0.5, 0.9, 0.3, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05):
        conversation = conversation.heard(score)
        trends.append(conversation.trend)
    assert trends[:5] == ["rising", "rising", "rising", "falling", "falling"]
    assert trends[-1] == "steady"


def test_answers_that_did_not_help_weigh_on_a_tense_customer_and_not_on_a_calm_one() -> None:
    assert Conversation().heard(0.4, failures=2).score == pytest.approx(0.6)
    assert Conversation().heard(0.4, failures=50).score == pytest.approx(0.7)
    assert Conversation().heard(0.1, failures=2).score == pytest.approx(0.1)
    assert Conversation().heard(0.95, failures=3).score == 1.0
