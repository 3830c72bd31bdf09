"""A turn that Rasa's side asks the customer to try again."""

from __future__ import annotations

import httpx
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import message, sent

OPTION = '/choose_policy{"policy_id": "exchange"}'
OFFER = message("Quale?", options=[{"title": "Cambio", "payload": OPTION, "policy_id": "exchange"}])
FAILED = message("Riprova tra un minuto.", kind="no_answer", retry=True)


def test_an_option_that_got_no_answer_can_be_chosen_again(client: TestClient, rasa: respx.Route) -> None:
    for reply in (OFFER, FAILED, FAILED, OFFER):
        rasa.mock(return_value=httpx.Response(200, json=[reply]))
        body = {"message": "quale?"} if reply is OFFER and not rasa.called else {"option": OPTION}
        response = client.post("/api/chat", json=body)
        assert response.status_code == 200
        assert response.json()["messages"] == [{"text": reply["text"], "custom": reply["custom"]}]
    assert sent(rasa)["message"] == OPTION


def test_a_reply_with_something_else_for_retry_is_an_answer(client: TestClient, rasa: respx.Route) -> None:
    for reply in (OFFER, message("Entro 5 giorni.", retry="no")):
        rasa.mock(return_value=httpx.Response(200, json=[reply]))
        client.post("/api/chat", json={"message": "quale?"})
    assert client.post("/api/chat", json={"option": OPTION}).json()["code"] == "option_not_offered"
