"""Conversations, messages and events over the API."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

import httpx
import pytest
import respx
from fastapi.testclient import TestClient

from policy_kb.database import migrate, open_engine
from tests.unit.web.playing import message, sent
from tests.unit.web.talking import ID, Talk
from web.settings import Settings

OPTION = '/choose_policy{"policy_id": "exchange"}'
OFFER = message("Quale?", options=[{"title": "Cambio", "payload": OPTION, "policy_id": "exchange"}])


def test_a_conversation_begins_by_saying_that_no_person_answers(client: TestClient) -> None:
    begun = client.post("/api/conversations", json={"language": "en"}).json()
    assert (begun["verified"], begun["language"]) == (False, "en")
    assert "not a person" in begun["notice"]
    assert "Aurora Casa" in begun["notice"]


@pytest.mark.usefixtures("rasa")
def test_a_message_is_accepted_and_its_reply_delivered(talk: Talk) -> None:
    taken = talk.say(text="ciao")
    assert (taken.status_code, taken.json()["id"], taken.json()["event"]) == (202, ID, 1)
    reply = talk.until("reply")
    accepted = talk.poll()[0]
    assert (accepted["type"], accepted["id"], accepted["text"]) == ("accepted", ID, "ciao")
    assert reply["in_reply_to"] == ID
    assert reply["messages"] == [{key: value for key, value in message("Ciao!").items() if key != "recipient_id"}]


@pytest.mark.usefixtures("rasa")
def test_events_are_numbered_from_one_without_gaps(talk: Talk) -> None:
    for number in range(4):
        talk.say(f"message-{number:04}", text="ciao")
        talk.until("reply", after=2 * number)
    assert [event["event"] for event in talk.poll()] == list(range(1, 9))
    assert [event["event"] for event in talk.poll(after=5)] == [6, 7, 8]
    assert talk.poll(after=8, wait=0) == []


def test_the_same_message_sent_twice_is_one_turn(talk: Talk, rasa: respx.Route) -> None:
    first, second = talk.say(text="ciao"), talk.say(text="ciao")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["event"] == second.json()["event"]
    talk.until("reply")
    assert talk.say(text="ciao").status_code == 202
    assert talk.poll(after=2, wait=0) == []
    assert rasa.call_count == 1


@pytest.mark.usefixtures("rasa")
@pytest.mark.parametrize("other", [{"text": "arrivederci"}, {"option": "ciao"}])
def test_the_same_id_with_another_content_is_refused(talk: Talk, other: dict[str, str]) -> None:
    talk.say(text="ciao")
    response = talk.say(**other)
    assert (response.status_code, response.json()["code"]) == (409, "message_id_taken")


@pytest.mark.usefixtures("rasa")
def test_two_conversations_may_use_the_same_id(client: TestClient) -> None:
    assert {Talk(client).say(text=text).status_code for text in ("uno", "due")} == {202}


def test_an_option_is_shown_by_its_title_and_sent_as_its_payload(talk: Talk, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[OFFER]))
    talk.say(text="quale?")
    talk.until("reply")
    assert talk.say("message-0002", option=OPTION).status_code == 202
    assert talk.until("accepted", after=2)["text"] == "Cambio"
    talk.until("reply", after=3)
    assert sent(rasa)["message"] == OPTION


@pytest.mark.usefixtures("rasa")
def test_an_option_that_was_not_offered_is_refused_and_nothing_kept(talk: Talk) -> None:
    assert talk.say(option=OPTION).json()["code"] == "option_not_offered"
    assert talk.poll(wait=0) == []


def test_a_verified_customers_id_reaches_rasa(talk: Talk, rasa: respx.Route, settings: Settings) -> None:
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        connection.execute("update chat_conversation set customer_id = 'C-1'")
    talk.say(text="ciao", language="it")
    talk.until("reply")
    assert sent(rasa)["metadata"] == {"language": "it", "customer_id": "C-1", "message": 1}


def test_a_change_of_the_handoff_is_told_once(talk: Talk, rasa: respx.Route) -> None:
    asked = {"frustration": {"score": 0.8, "level": "frustrated"}, "handoff": "requested"}
    rasa.mock(return_value=httpx.Response(200, json=[message("Arriva", conversation=asked)]))
    talk.say(text="una persona")
    state = talk.until("state")
    assert (state["handoff"], state["language"], state["verified"]) == ("requested", "it", False)
    talk.say("message-0002", text="allora")
    talk.until("reply", after=state["event"])
    assert [event["type"] for event in talk.poll()].count("state") == 1


@pytest.fixture
def knowledge_base(settings: Settings) -> Iterator[None]:
    """Where tickets are kept."""
    engine = open_engine(settings.database_url)
    migrate(engine)
    yield
    engine.dispose()


@pytest.mark.usefixtures("knowledge_base")
def test_a_turn_is_tried_twice_then_given_up_with_a_ticket(talk: Talk, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(500))
    talk.say(text="dove sono i miei soldi?")
    failed = talk.until("failed")
    assert rasa.call_count == 2
    assert failed["in_reply_to"] == ID
    [said] = failed["messages"]
    assert said["custom"]["kind"] == "no_answer"
    assert failed["ticket"] == "R-00001"
    assert "R-00001" in said["text"]


def test_without_a_knowledge_base_there_is_no_ticket_and_none_is_promised(talk: Talk, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(500))
    talk.say(text="dove sono i miei soldi?")
    failed = talk.until("failed")
    assert "ticket" not in failed
    assert "R-0" not in failed["messages"][0]["text"]


def test_a_retry_that_succeeds_is_an_answer_like_any_other(talk: Talk, rasa: respx.Route) -> None:
    rasa.mock(side_effect=[httpx.ConnectError("refused"), httpx.Response(200, json=[message("Eccomi")])])
    talk.say(text="ciao")
    assert talk.until("reply")["messages"][0]["text"] == "Eccomi"


def test_while_a_person_has_the_conversation_the_reply_is_empty(
    talk: Talk, rasa: respx.Route, tracker: respx.Route
) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[]))
    tracker.mock(return_value=httpx.Response(200, json={"slots": {"conversation": {"handoff": "active"}}}))
    talk.say(text="ci siete?")
    assert talk.until("reply")["messages"] == []
    assert rasa.call_count == 1


def test_five_messages_at_once_are_answered_in_order(talk: Talk, rasa: respx.Route) -> None:
    for number in range(5):
        assert talk.say(f"message-{number:04}", text=f"domanda {number}").status_code == 202
    replied: list[str] = []
    after = 0
    while len(replied) < 5:
        event = talk.until("reply", after)
        after = event["event"]
        replied.append(event["in_reply_to"])
    assert replied == [f"message-{number:04}" for number in range(5)]
    assert [json.loads(call.request.content)["message"] for call in rasa.calls] == [f"domanda {n}" for n in range(5)]
