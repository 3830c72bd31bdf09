"""A turn that Rasa's side asks the customer to try again."""

from __future__ import annotations

import httpx
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import message, sent

OPTION = '/choose_policy{"policy_id": "exchange"}'
OFFER = message("Quale?", options=[{"title": "Cambio", "payload": OPTION, "policy_id": "exchange"}])
ANSWERED = httpx.Response(200, json=[message("Entro 5 giorni.")])
FAILED = message("Riprova tra un minuto.", kind="no_answer", retry=True)


def test_an_option_that_got_no_answer_can_be_chosen_again(client: TestClient, rasa: respx.Route) -> None:
    for reply in (OFFER, FAILED, FAILED, OFFER):
        rasa.mock(return_value=httpx.Response(200, json=[reply]))
        body = {"message": "quale?"} if reply is OFFER and not rasa.called else {"option": OPTION}
        response = client.post("/api/chat", json=body)
        assert response.status_code == 200
        [message] = response.json()["messages"]
        assert message["custom"].get("retry", False) is (reply is FAILED)
    assert sent(rasa)["message"] == OPTION


def test_an_action_server_that_comes_back_answers_after_all(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(side_effect=[httpx.Response(200, json=[FAILED]), httpx.Response(200, json=[FAILED]), ANSWERED])
    [answer] = client.post("/api/chat", json={"message": "quando?"}).json()["messages"]
    assert answer["text"] == "Entro 5 giorni."


def test_an_action_server_that_stays_away_leads_to_a_person(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[FAILED]))
    [answer] = client.post("/api/chat", json={"message": "quando?"}).json()["messages"]
    assert (answer["custom"]["kind"], answer["custom"]["retry"]) == ("no_answer", True)
    assert rasa.call_count == 4


def test_what_may_yet_be_done_is_not_asked_for_again(client: TestClient, rasa: respx.Route) -> None:
    slow = message("Ci vuole troppo.", kind="no_answer", retry=True, unanswered="slow")
    rasa.mock(return_value=httpx.Response(200, json=[slow]))
    [answer] = client.post("/api/chat", json={"message": "vorrei un'eccezione"}).json()["messages"]
    assert answer["custom"]["retry"] is True
    assert rasa.call_count == 1


def test_a_reply_with_something_else_for_retry_is_an_answer(client: TestClient, rasa: respx.Route) -> None:
    for reply in (OFFER, message("Entro 5 giorni.", retry="no")):
        rasa.mock(return_value=httpx.Response(200, json=[reply]))
        client.post("/api/chat", json={"message": "quale?"})
    assert client.post("/api/chat", json={"option": OPTION}).json()["code"] == "option_not_offered"
