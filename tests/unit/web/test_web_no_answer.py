"""However Rasa fails, the customer reads a true sentence in their language, and where help is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import message
from web.app import create_app
from web.settings import Settings

Answer = httpx.Response | Exception | Callable[[httpx.Request], Any]


async def hang(_: httpx.Request) -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError("never reached")


FAILURES: dict[str, tuple[Answer, str]] = {
    "refused": (httpx.ConnectError("refused"), "non riesco a raggiungere"),
    "broken off": (httpx.RemoteProtocolError("closed"), "non riesco a raggiungere"),
    "too late": (httpx.ReadTimeout("late"), "troppo tempo"),
    "status 500": (httpx.Response(500, text="Internal Server Error"), "non ha funzionato"),
    "status 404": (httpx.Response(404, json=[message("no")]), "non ha funzionato"),
    "empty list": (httpx.Response(200, json=[]), "non ha funzionato"),
    "broken JSON": (httpx.Response(200, text='[{"text": "hal'), "non ha funzionato"),
    "no JSON": (httpx.Response(200, text="<html>"), "non ha funzionato"),
    "not a list": (httpx.Response(200, json={"text": "ciao"}), "non ha funzionato"),
    "not messages": (httpx.Response(200, json=["ciao", None, 5]), "non ha funzionato"),
    "without text": (httpx.Response(200, json=[{"custom": {"kind": "steps"}}]), "non ha funzionato"),
    "blank text": (httpx.Response(200, json=[{"text": "  "}]), "non ha funzionato"),
    "text not text": (httpx.Response(200, json=[{"text": 5}]), "non ha funzionato"),
    "half a character": (httpx.Response(200, text='[{"text": "\\ud800"}]'), "non ha funzionato"),
    "not a number": (
        httpx.Response(200, text='[{"text": "a", "custom": {"version": NaN}}]'),
        "non ha funzionato",
    ),
    "endless nesting": (httpx.Response(200, text="[" * 50_000), "non ha funzionato"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_of_rasa_becomes_a_sentence_and_a_contact(
    client: TestClient, rasa: respx.Route, name: str
) -> None:
    answer, words = FAILURES[name]
    rasa.mock(side_effect=[answer, answer])
    response = client.post("/api/chat", json={"message": "quando mi rimborsate i soldi?"})
    assert response.status_code == 200
    [said] = response.json()["messages"]
    assert words in said["text"]
    assert "800 555 018 (lun-ven 09:00-13:00)" in said["text"]
    assert said["custom"]["kind"] == "no_answer"
    assert said["custom"]["language"] == "it"
    assert said["custom"]["conversation"] == {
        "frustration": {"score": 0.0, "level": "calm"},
        "handoff": "none",
    }
    assert [item["kind"] for item in said["custom"]["resources"]] == ["phone", "form"]
    assert "policy_id" not in said["custom"]


def test_the_message_after_a_failure_is_answered(client: TestClient, rasa: respx.Route) -> None:
    refused = httpx.ConnectError("refused")
    rasa.mock(side_effect=[refused, refused, httpx.Response(200, json=[message("Eccomi")])])
    client.post("/api/chat", json={"message": "uno"})
    assert client.post("/api/chat", json={"message": "due"}).json()["messages"][0]["text"] == "Eccomi"


def test_a_rasa_that_hangs_is_left_at_the_deadline(settings: Settings, rasa: respx.Route) -> None:
    rasa.mock(side_effect=hang)
    with TestClient(create_app(settings.model_copy(update={"deadline_seconds": 0.05}))) as client:
        reply = client.post("/api/chat", json={"message": "ciao"}).json()
    assert "troppo tempo" in reply["messages"][0]["text"]


def test_good_messages_are_shown_when_others_beside_them_are_broken(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[None, message("Buona"), {"image": "x"}]))
    assert [said["text"] for said in client.post("/api/chat", json={"message": "ciao"}).json()["messages"]] == ["Buona"]


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("where on earth is my money", "it", "en"),
        ("ma dove sono finiti i miei soldi", "en", "it"),
        ("ok", "en", "en"),
        ("ok", "it", "it"),
    ],
)
def test_the_sentence_is_in_the_language_the_customer_writes(
    client: TestClient, rasa: respx.Route, text: str, page: str, language: str
) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[]))
    reply = client.post("/api/chat", json={"message": text, "language": page}).json()
    assert reply["messages"][0]["custom"]["language"] == language


def test_a_short_message_is_answered_in_the_language_spoken_before(client: TestClient, rasa: respx.Route) -> None:
    angry = {"frustration": {"score": 0.9, "level": "angry"}, "handoff": "offered"}
    rasa.mock(return_value=httpx.Response(200, json=[message("Here", "en", conversation=angry)]))
    client.post("/api/chat", json={"message": "where on earth is it", "language": "it"})
    rasa.mock(return_value=httpx.Response(200, json=[]))
    custom = client.post("/api/chat", json={"message": "why?", "language": "it"}).json()["messages"][0]["custom"]
    assert custom["language"] == "en"
    assert custom["conversation"] == angry
