"""Whatever can be written is kept and shown as it was written, by customers and by Rasa."""

from __future__ import annotations

import httpx
import pytest
import respx
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from tests.unit.web.negative.asking import signed
from tests.unit.web.playing import message, sent
from tests.unit.web.talking import Talk
from web.inbox.tables import chat_conversation

WRITTEN = {
    "right-to-left override": "fattura\u202efdp.exe \u2066ciao\u2069",
    "four-byte emoji": "😀 🧑🏽‍🚀 👩‍👩‍👧 🇮🇹",
    "many marks on one letter": "Z" + "\u0341\u0316\u0345" * 50,
    "last characters of Unicode": "a\uffff \U0010ffff \ufdd0",
    "line ends and tabs": "una\r\ndue\ttre\u2028quattro",
    "another script": "رقم ۱۲۳ — 番号を教えて — עברית",
    "what a database or a shell might read": "'; drop table chat_message; -- $(id) `id` %s {0} ${x} \\u0000 \\",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;&#0;",
    "a line of a stream": "ciao\n\nevent: reply\ndata: {}\n\nid: 999",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_message_comes_back_character_for_character(talk: Talk, text: str, rasa: respx.Route) -> None:
    assert talk.say(text=text).status_code == 202
    said = talk.until("reply")["messages"][0]["text"]
    assert sent(rasa)["message"] == text
    assert said == "Hai scritto: " + text
    assert talk.poll()[0]["text"] == text
    entries = talk.client.get("/api/transcript", headers=talk.headers).json()["entries"]
    assert [entry["text"] for entry in entries] == [text, said]
    plain = talk.client.get("/api/transcript", headers=talk.headers | {"Accept": "text/plain"})
    assert text in plain.content.decode()


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.usefixtures("rasa")
def test_the_same_over_the_chat(client: TestClient, text: str) -> None:
    answer = client.post("/api/chat", json={"message": text})
    assert answer.json()["messages"][0]["text"] == "Hai scritto: " + text


@pytest.mark.parametrize("text", [*WRITTEN.values(), "a\u0000b"], ids=[*WRITTEN, "NUL"])
def test_what_rasa_says_and_offers_is_kept_whatever_is_in_it(talk: Talk, text: str, rasa: respx.Route) -> None:
    option = {"title": text, "payload": '/choose_policy{"policy_id": "exchange"}', "policy_id": "exchange"}
    source = {"label": text, "url": "javascript:alert(1)"}
    said = message(text, options=[option], sources=[source])
    rasa.mock(return_value=httpx.Response(200, json=[said]))
    talk.say(text="ciao")
    reply = talk.until("reply")
    assert reply["messages"] == [{key: value for key, value in said.items() if key != "recipient_id"}]
    assert talk.say("message-0002", option=option["payload"]).status_code == 202
    talk.until("reply", after=reply["event"])
    assert talk.client.get("/api/transcript", headers=talk.headers).status_code == 200


@pytest.mark.parametrize("reply", [b'[{"text": "\\ud800"}]', b'[{"text": "a", "custom": {"x": "\\udfff"}}]'], ids=ascii)
def test_half_a_character_of_rasa_becomes_a_true_sentence(talk: Talk, reply: bytes, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, content=reply))
    talk.say(text="ciao")
    assert talk.until("failed")["messages"][0]["custom"]["kind"] == "no_answer"


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_customers_name_is_kept_where_it_can_be_shown_and_left_out_else(
    client: TestClient, text: str, database: Engine
) -> None:
    name = text[:100]
    begun = client.post("/api/conversations", json={"identity": signed("C-1001", name=name)})
    assert (begun.status_code, begun.json()["verified"]) == (201, True)
    newest = select(chat_conversation.c.customer_name).order_by(chat_conversation.c.started_at.desc()).limit(1)
    with database.connect() as connection:
        assert connection.execute(newest).scalar_one() == (name if name.isprintable() else None)
