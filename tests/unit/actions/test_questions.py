"""A question is answered, asked back, or honestly not known."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_policy import AnswerPolicy
from actions.hand_over import HandOver
from actions.note_fact import NoteFact
from actions.small_talk import SmallTalk
from tests.unit.actions.talking import Talk, kinds

DOUBTFUL = "bulloni per il mio letto"


def test_a_question_is_answered_with_its_meaning_and_the_steps(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    assert kinds(messages) == ["explanation", "steps"]
    assert [(message["policy_id"], message["version"]) for message in messages] == [("gift-wrapping", 2)] * 2
    assert messages[0]["sources"][0]["url"].startswith("https://shop.example/regole/gift-wrapping")


def test_an_answer_becomes_the_topic_of_the_conversation(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "posso provare il divano a casa?")
    assert (talk.slots["policy_id"], talk.slots["revision"]) == ("sofa-trial", 1)
    assert talk.slots["last_answer"] == ["explanation", "steps"]
    assert talk.slots["failures"] == 0


def test_only_slots_that_change_are_set(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    latest = {"text": "posso provare il divano a casa?", "language": "it", "language_certain": True}
    tracker = Tracker("customer-1", dict(talk.slots), latest, [], False, None, {}, None)
    events = AnswerPolicy(lambda: talk.runtime).run(CollectingDispatcher(), tracker, {})
    assert all(event["value"] != talk.slots[event["name"]] for event in events)
    assert "policy_id" in {event["name"] for event in events}
    assert "language" not in {event["name"] for event in events}


def test_an_english_question_gets_an_english_answer(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "do you wrap gifts?", language="en")
    assert {message["language"] for message in messages} == {"en"}
    assert messages[0]["text"].startswith("Gift wrapping.")


def test_a_customer_may_change_the_language_at_any_time(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    assert talk.turn(AnswerPolicy, "can I try the sofa at home?", language="en")[0]["language"] == "en"
    assert talk.turn(AnswerPolicy, "mi serve una vite di ricambio")[0]["language"] == "it"


def test_a_message_too_short_to_tell_is_answered_in_the_language_so_far(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "do you wrap gifts?", language="en")
    assert talk.turn(AnswerPolicy, "sofa?", language="it", certain=False)[0]["language"] == "en"
    assert talk.slots["language"] == "en"


def test_a_first_message_too_short_to_tell_is_answered_in_the_likelier_language(talk: Talk) -> None:
    assert talk.turn(AnswerPolicy, "sofa?", language="en", certain=False)[0]["language"] == "en"


def test_what_no_policy_governs_is_honestly_not_known(talk: Talk) -> None:
    messages = talk.turn(AnswerPolicy, "che tempo fa a Roma", intent="out_of_scope")
    assert kinds(messages) == ["no_answer"]
    assert "sources" not in messages[0]
    assert talk.slots["failures"] == 1
    assert talk.slots["policy_id"] is None


def test_two_questions_in_a_row_without_an_answer_offer_a_person_once(talk: Talk) -> None:
    assert kinds(talk.turn(AnswerPolicy, "che tempo fa a Roma", intent="out_of_scope")) == ["no_answer"]
    assert talk.handoff == "none"
    assert kinds(talk.turn(AnswerPolicy, "chi ha vinto la partita", intent="out_of_scope")) == ["no_answer", "handoff"]
    assert talk.handoff == "offered"
    assert kinds(talk.turn(AnswerPolicy, "ricetta della carbonara", intent="out_of_scope")) == ["no_answer"]


def test_an_answer_ends_the_row_of_failures(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "che tempo fa a Roma", intent="out_of_scope")
    talk.turn(AnswerPolicy, "fate i pacchetti regalo?")
    assert talk.slots["failures"] == 0
    assert kinds(talk.turn(AnswerPolicy, "chi ha vinto la partita", intent="out_of_scope")) == ["no_answer"]


def test_a_doubtful_question_is_asked_back_with_a_button_for_each(doubtful: Talk) -> None:
    messages = doubtful.turn(AnswerPolicy, DOUBTFUL)
    assert kinds(messages) == ["clarification"]
    likely = [option["policy_id"] for option in messages[0]["options"]]
    assert set(likely[:2]) == {"spare-parts", "parts-by-post"}
    assert doubtful.slots["candidates"] == likely


@pytest.mark.parametrize(("typed", "index"), [("1", 0), ("2", 1), (" 2. ", 1), ("1)", 0)])
def test_a_number_chooses_one_of_the_candidates(doubtful: Talk, typed: str, index: int) -> None:
    options = doubtful.turn(AnswerPolicy, DOUBTFUL)[0]["options"]
    messages = doubtful.turn(AnswerPolicy, typed, certain=False)
    assert kinds(messages) == ["explanation", "steps"]
    assert messages[0]["policy_id"] == options[index]["policy_id"]
    assert not doubtful.slots["candidates"]


def test_a_button_chooses_its_policy(doubtful: Talk) -> None:
    option = doubtful.turn(AnswerPolicy, DOUBTFUL)[0]["options"][1]
    messages = doubtful.turn(
        AnswerPolicy, option["payload"], "choose_policy", certain=False, policy_id=option["policy_id"]
    )
    assert messages[0]["policy_id"] == option["policy_id"]
    assert "La regola dice" not in messages[0]["text"]  # a button asks no question that a clause could fit


def test_it_never_asks_back_twice_in_a_row(doubtful: Talk) -> None:
    assert kinds(doubtful.turn(AnswerPolicy, DOUBTFUL)) == ["clarification"]
    messages = doubtful.turn(AnswerPolicy, "sempre i bulloni per il letto")
    assert kinds(messages) == ["explanation", "steps"]
    assert messages[0]["policy_id"] in ("spare-parts", "parts-by-post")


def test_a_doubtful_question_about_the_topic_is_not_asked_back(doubtful: Talk) -> None:
    doubtful.turn(AnswerPolicy, policy_id="parts-by-post", intent="choose_policy")
    assert doubtful.turn(AnswerPolicy, DOUBTFUL)[0]["policy_id"] == "parts-by-post"


def test_a_yes_to_which_of_these_takes_the_likeliest(doubtful: Talk) -> None:
    likely = doubtful.turn(AnswerPolicy, DOUBTFUL)[0]["options"][0]["policy_id"]
    messages = doubtful.turn(SmallTalk, "sì", "affirm", certain=False)
    assert kinds(messages) == ["explanation", "steps"]
    assert messages[0]["policy_id"] == likely
    assert not doubtful.slots["candidates"]


def test_a_number_without_a_question_before_chooses_nothing(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "3", certain=False)
    assert talk.slots["policy_id"] is None


def test_a_number_beyond_the_candidates_chooses_none_of_them(talk: Talk) -> None:
    talk.slots["candidates"] = ["gift-wrapping", "sofa-trial"]
    talk.turn(AnswerPolicy, "3", certain=False)
    assert talk.slots["policy_id"] is None


def test_a_button_of_a_policy_that_is_gone_is_no_choice(talk: Talk) -> None:
    messages = talk.turn(
        AnswerPolicy, '/choose_policy{"policy_id": "no-such-policy"}', "choose_policy", policy_id="no-such-policy"
    )
    assert messages
    assert "no-such-policy" not in {message.get("policy_id") for message in messages}


def test_a_chosen_alternative_is_told(talk: Talk) -> None:
    messages = talk.turn(
        AnswerPolicy, intent="choose_alternative", policy_id="gift-wrapping", alternative="wrap-at-home"
    )
    assert kinds(messages) == ["alternatives"]
    assert "Carta da portare a casa" in messages[0]["text"]


@pytest.mark.parametrize("intent", ["greet", "thank", "goodbye", "bot_challenge", "ask_how_are_you", "deny", "affirm"])
def test_small_talk_is_a_response_of_its_own_without_kind_or_policy(talk: Talk, intent: str) -> None:
    messages = talk.turn(SmallTalk, "ciao!", intent)
    assert [message["response"] for message in messages] == [f"utter_{intent}"]


def test_a_question_inside_small_talk_is_answered(talk: Talk) -> None:
    messages = talk.turn(SmallTalk, "grazie! e quanti giorni posso provare il divano a casa?", "thank")
    assert kinds(messages) == ["explanation", "steps"]
    assert messages[0]["policy_id"] == "sofa-trial"


def test_a_question_that_was_taken_for_a_call_for_a_person_is_answered(talk: Talk) -> None:
    messages = talk.turn(HandOver, "può provare il divano un'altra persona?", "request_human", confidence=0.5)
    assert messages[0]["policy_id"] == "sofa-trial"
    assert messages[-1]["conversation"]["handoff"] == "none"


def test_a_clear_call_for_a_person_is_a_handoff_before_anything_else(talk: Talk) -> None:
    messages = talk.turn(HandOver, "voglio una persona per la prova del divano", "request_human", confidence=0.95)
    assert kinds(messages)[0] == "handoff"
    assert messages[0]["conversation"]["handoff"] == "requested"
    assert {message.get("policy_id") for message in messages} <= {None, "sofa-trial"}


def test_a_call_for_a_person_about_nothing_is_a_handoff_alone(talk: Talk) -> None:
    assert kinds(talk.turn(HandOver, "operatore!", "request_human")) == ["handoff"]


def test_a_wish_that_was_taken_for_a_fact_is_answered(talk: Talk) -> None:
    messages = talk.turn(NoteFact, "quanti giorni posso provare il divano", "inform_fact")
    assert messages[0]["policy_id"] == "sofa-trial"


def test_a_further_question_that_names_no_policy_stays_with_the_topic(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "quanto dura la prova del divano?")
    messages = talk.turn(AnswerPolicy, "e il divano sporco?")
    assert kinds(messages) == ["explanation"]
    assert messages[0]["policy_id"] == "sofa-trial"


def test_a_further_question_gets_the_clause_that_answers_it(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "quanto dura la prova del divano?")
    messages = talk.turn(AnswerPolicy, "quanto costa il ritiro?")
    assert "Il ritiro del divano costa 20 euro." in messages[0]["text"]
    assert messages[0]["sources"]


def test_a_clear_change_of_topic_is_followed(talk: Talk) -> None:
    talk.turn(AnswerPolicy, "quanto dura la prova del divano?")
    assert talk.turn(AnswerPolicy, "fate i pacchetti regalo?")[0]["policy_id"] == "gift-wrapping"


def test_a_question_after_a_long_story_is_found(talk: Talk) -> None:
    text = "Ieri ero in coda da voi con mia zia, che ama il caffè: fate i pacchetti regalo?"
    assert talk.turn(AnswerPolicy, text)[0]["policy_id"] == "gift-wrapping"


def test_a_withdrawn_topic_weighs_nothing(talk: Talk) -> None:
    talk.slots |= {"policy_id": "no-such-policy", "revision": 1, "last_answer": ["explanation"]}
    assert talk.turn(AnswerPolicy, "fate i pacchetti regalo?")[0]["policy_id"] == "gift-wrapping"
