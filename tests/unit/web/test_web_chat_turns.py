"""A turn of a conversation through `POST /api/chat`."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
import respx
from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer

from tests.unit.web.playing import message, sent
from web.app import create_app
from web.conversation_token import ConversationTokens
from web.settings import Settings

RICH = message(
    "Entro 5 giorni lavorativi.",
    kind="explanation",
    policy_id="refund-timing",
    version=2,
    options=[{"title": "Cambio", "payload": '/choose_policy{"policy_id": "exchange"}', "policy_id": "exchange"}],
    anything={"new": [1, None]},
)
OPTION = '/choose_policy{"policy_id": "exchange"}'


def test_rasas_messages_come_back_with_custom_untouched(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[RICH]))
    reply = client.post("/api/chat", json={"message": "quando mi rimborsate?"}).json()
    assert reply["messages"] == [{"text": RICH["text"], "custom": RICH["custom"]}]


def test_the_server_makes_the_conversation_id_and_keeps_it_by_its_token(client: TestClient, rasa: respx.Route) -> None:
    first = client.post("/api/chat", json={"message": "ciao"}).json()["conversation"]
    sender = sent(rasa)["sender"]
    client.cookies.clear()
    client.post("/api/chat", json={"message": "ancora", "conversation": first})
    assert sent(rasa)["sender"] == sender
    assert len(sender) == 32
    assert sender not in first


def test_the_cookie_continues_the_conversation_too(client: TestClient, rasa: respx.Route) -> None:
    response = client.post("/api/chat", json={"message": "ciao"})
    sender = sent(rasa)["sender"]
    assert {"HttpOnly", "SameSite=lax"} <= set(response.headers["set-cookie"].split("; "))
    client.post("/api/chat", json={"message": "ancora"})
    assert sent(rasa)["sender"] == sender


def test_without_a_token_each_message_begins_a_conversation(client: TestClient, rasa: respx.Route) -> None:
    senders = set()
    for _ in range(3):
        client.cookies.clear()
        client.post("/api/chat", json={"message": "ciao"})
        senders.add(sent(rasa)["sender"])
    assert len(senders) == 3


def test_an_expired_token_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch, rasa: respx.Route) -> None:
    old = ConversationTokens(settings.secret, 60)
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 1_000_000)
    token = old.sign("a" * 32)
    monkeypatch.undo()
    with TestClient(create_app(settings)) as client:
        response = client.post("/api/chat", json={"message": "ciao", "conversation": token})
    assert (response.status_code, response.json()["code"]) == (401, "bad_token")
    assert not rasa.called


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda token: token * 20])
@pytest.mark.usefixtures("rasa")
def test_a_changed_token_is_refused(client: TestClient, change: Any) -> None:
    token = client.post("/api/chat", json={"message": "ciao"}).json()["conversation"]
    response = client.post("/api/chat", json={"message": "ciao", "conversation": change(token)})
    assert response.status_code == 401


@pytest.mark.usefixtures("rasa")
def test_a_token_signed_with_another_secret_is_refused(client: TestClient) -> None:
    foreign = URLSafeTimedSerializer("t" * 40, salt="chiaro.conversation").dumps("a" * 32)
    assert client.post("/api/chat", json={"message": "ciao", "conversation": foreign}).status_code == 401


@pytest.mark.usefixtures("rasa")
def test_a_bad_cookie_is_taken_back_so_that_the_browser_can_start_anew(client: TestClient) -> None:
    client.cookies.set("chiaro_conversation", "made-up", domain="testserver.local", path="/api")
    assert client.post("/api/chat", json={"message": "ciao"}).status_code == 401
    assert client.post("/api/chat", json={"message": "ciao"}).status_code == 200


def test_an_option_of_the_latest_reply_reaches_rasa_as_its_payload(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[RICH]))
    client.post("/api/chat", json={"message": "rimborso"})
    assert client.post("/api/chat", json={"option": OPTION}).status_code == 200
    assert sent(rasa)["message"] == OPTION


def test_an_option_of_an_earlier_reply_is_refused(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[RICH]))
    client.post("/api/chat", json={"message": "rimborso"})
    rasa.mock(return_value=httpx.Response(200, json=[message("Altro")]))
    client.post("/api/chat", json={"message": "altro"})
    assert client.post("/api/chat", json={"option": OPTION}).json()["code"] == "option_not_offered"


def test_an_option_of_somebody_elses_conversation_is_refused(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[RICH]))
    client.post("/api/chat", json={"message": "rimborso"})
    client.cookies.clear()
    assert client.post("/api/chat", json={"option": OPTION}).status_code == 409


def test_an_offered_option_can_be_chosen_again_after_a_turn_that_failed(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[RICH]))
    client.post("/api/chat", json={"message": "rimborso"})
    rasa.mock(return_value=httpx.Response(200, json=[]))
    client.post("/api/chat", json={"option": OPTION})
    assert client.post("/api/chat", json={"option": OPTION}).status_code == 200


@pytest.mark.parametrize("text", ["/restart", '  /ask_policy{"x":1}', "\uff0frestart", OPTION])
def test_a_typed_command_reaches_rasa_as_text(client: TestClient, rasa: respx.Route, text: str) -> None:
    client.post("/api/chat", json={"message": text})
    assert not sent(rasa)["message"].strip().startswith(("/", "\uff0f"))


def test_html_and_odd_characters_reach_rasa_as_they_were_typed(client: TestClient, rasa: respx.Route) -> None:
    text = "<script>alert('x')</script> {{7*7}} \u202eabc \U0001f600"
    client.post("/api/chat", json={"message": text})
    assert sent(rasa)["message"] == text


def test_the_pages_language_goes_along_as_a_hint(client: TestClient, rasa: respx.Route) -> None:
    client.post("/api/chat", json={"message": "hello", "language": "en"})
    assert sent(rasa)["metadata"] == {"language": "en", "message": 1}


def test_a_message_without_custom_gets_the_keys_that_every_message_carries(
    client: TestClient, rasa: respx.Route
) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[{"recipient_id": "x", "text": "Hi!"}]))
    reply = client.post("/api/chat", json={"message": "hello", "language": "en"}).json()
    assert reply["messages"][0]["custom"]["language"] == "en"
    assert reply["messages"][0]["custom"]["conversation"]["handoff"] == "none"


def test_two_messages_of_one_conversation_reach_rasa_one_after_the_other(settings: Settings) -> None:
    going_on: list[int] = []
    most: list[int] = []

    async def answer(_: httpx.Request) -> httpx.Response:
        going_on.append(1)
        most.append(len(going_on))
        for _ in range(20):
            await asyncio.sleep(0)
        going_on.pop()
        return httpx.Response(200, json=[message("Ciao!")])

    async def talk() -> list[int]:
        app = create_app(settings)
        transport = httpx.ASGITransport(app)
        address = "http://web"
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=address) as client:
            first = await client.post("/api/chat", json={"message": "uno"})
            token = first.json()["conversation"]
            body = {"message": "due", "conversation": token}
            replies = await asyncio.gather(*(client.post("/api/chat", json=body) for _ in range(8)))
        return sorted(reply.status_code for reply in replies)

    with respx.mock as router:
        router.post(host="rasa.test").mock(side_effect=answer)
        statuses = asyncio.run(talk())
    assert max(most) == 1
    # One in work and five waiting; whoever comes on top is told to wait for the answers.
    assert statuses == [200] * 6 + [429] * 2


def test_a_mistake_of_ours_is_said_as_such_and_tells_nothing_more(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> int:
        raise KeyError("secret detail")

    monkeypatch.setattr("web.inbox.inbox.Inbox.accept", fail)
    response = client.post("/api/chat", json={"message": "ciao"})
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "secret detail" not in response.text
