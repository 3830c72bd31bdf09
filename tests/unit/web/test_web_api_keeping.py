"""Transcripts, erasure, and what is shown to whoever watches."""

from __future__ import annotations

import sqlite3

import httpx
import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import TRACKER, message
from tests.unit.web.talking import ID, NAMELESS, Talk
from web.app import create_app
from web.protection import Protection
from web.settings import Settings


def test_the_transcript_has_what_both_said_with_sources(talk: Talk, rasa: respx.Route) -> None:
    source = {"label": "Rimborsi, punto 2.1", "url": "https://www.auroracasa.example/it/rimborsi#2.1"}
    rasa.mock(return_value=httpx.Response(200, json=[message("Entro 5 giorni.", sources=[source])]))
    talk.say(text="quando?")
    talk.until("reply")
    document = talk.client.get("/api/transcript", headers=talk.headers).json()
    assert document["conversation_started"].endswith("Z")
    assert [(entry["from"], entry["text"]) for entry in document["entries"]] == [
        ("customer", "quando?"),
        ("assistant", "Entro 5 giorni."),
    ]
    assert document["entries"][1]["sources"] == [source]


@pytest.mark.usefixtures("rasa")
@pytest.mark.parametrize(("language", "words"), [("it", "La tua conversazione con"), ("en", "Your conversation with")])
def test_the_transcript_can_be_kept_as_text(talk: Talk, language: str, words: str) -> None:
    talk.say(text="ciao")
    talk.until("reply")
    headers = talk.headers | {"Accept": "text/plain", "Accept-Language": language}
    response = talk.client.get("/api/transcript", headers=headers)
    assert response.headers["content-type"].startswith("text/plain")
    assert "attachment" in response.headers["content-disposition"]
    assert words in response.text
    assert response.text.index("ciao") < response.text.index("Ciao!")


@pytest.mark.usefixtures("rasa")
def test_an_erased_conversation_is_gone_for_everybody(talk: Talk, settings: Settings, wire: respx.MockRouter) -> None:
    forgotten = wire.post(url__regex=TRACKER).mock(return_value=httpx.Response(200, json={}))
    talk.say(text="segreto")
    talk.until("reply")
    assert talk.client.delete("/api/conversation", headers=talk.headers).status_code == 204
    for method, path in NAMELESS:
        body = {"id": ID, "text": "ciao"} if method == "POST" else None
        assert talk.client.request(method, path, headers=talk.headers, json=body).status_code == 401
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        for table in ("chat_conversation", "chat_message", "chat_event"):
            assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)
    assert forgotten.called


@pytest.mark.usefixtures("rasa")
def test_a_conversation_that_rasa_does_not_forget_is_not_said_to_be_erased(talk: Talk, wire: respx.MockRouter) -> None:
    forgetting = wire.post(url__regex=TRACKER).mock(return_value=httpx.Response(500))
    refused = talk.client.delete("/api/conversation", headers=talk.headers)
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    forgetting.mock(return_value=httpx.Response(200, json={}))
    assert talk.client.delete("/api/conversation", headers=talk.headers).status_code == 204


@pytest.mark.parametrize(
    ("address", "headers"),
    [("203.0.113.9", {}), ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}), ("127.0.0.1", {"Forwarded": "for=x"})],
)
def test_metrics_are_nothing_for_others(settings: Settings, address: str, headers: dict[str, str]) -> None:
    with TestClient(create_app(settings), client=(address, 5000)) as client:
        assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.usefixtures("rasa")
def test_metrics_are_for_this_machine(settings: Settings, protection: Protection) -> None:
    with TestClient(create_app(settings, protection), client=("127.0.0.1", 5000)) as client:
        talk = Talk(client)
        talk.say(text="segreto")
        talk.until("reply")
        numbers = client.get("/metrics").text
    for line in (
        "chiaro_messages_accepted_total 1.0",
        "chiaro_messages_answered_total 1.0",
        "chiaro_messages_failed_total 0.0",
        "chiaro_turn_seconds_count 1.0",
        "chiaro_messages_waiting 0.0",
        "chiaro_readers 0.0",
        "chiaro_breaker_state 0.0",
    ):
        assert line in numbers.splitlines()
    assert "segreto" not in numbers


def test_the_interface_describes_itself(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) >= {
        "/api/chat",
        "/api/conversation",
        "/api/conversations",
        "/api/events",
        "/api/messages",
        "/api/transcript",
    }
    message = document["paths"]["/api/messages"]["post"]
    assert set(message["responses"]) == {"202", "400", "401", "409", "413", "415", "422", "429", "503"}
    assert message["requestBody"]["content"]["application/json"]["schema"]["required"] == ["id"]
    assert "Problem" in document["components"]["schemas"]
    assert set(document["components"]["schemas"]["Polled"]["required"]) == {"events", "queue", "conversation"}
    assert "`queue`" in document["paths"]["/api/events"]["get"]["responses"]["200"]["description"]
