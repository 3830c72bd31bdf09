"""What customers type is never a command: not to Rasa, and not as an option that nobody offered them."""

from __future__ import annotations

import json
import unicodedata

import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import sent
from tests.unit.web.talking import Talk

COMMANDS = [
    "/restart",
    "/back",
    "/session_start",
    '/ask_policy{"policy_id": "exchange"}',
    "/set_slot@1.0",
    "EXTERNAL: /restart",
    "   /restart",
    "\n\t/restart",
    "\u00a0\u2003/restart",
    "\uff0frestart",
    "\u200b/restart",
    "\ufeff\u2060 \u200d/restart",
    "\u202e/restart",
    "//restart",
]


@pytest.mark.parametrize("text", COMMANDS, ids=ascii)
def test_a_command_that_was_typed_reaches_rasa_as_plain_words_and_is_shown_as_typed(
    talk: Talk, text: str, rasa: respx.Route
) -> None:
    assert talk.say(text=text).status_code == 202
    talk.until("reply")
    received = sent(rasa)["message"]
    assert not unicodedata.normalize("NFKC", received).lstrip("\u200b\u200d\u2060\ufeff\u202e \t\n").startswith("/")
    assert talk.poll()[0]["text"] == text


@pytest.mark.parametrize("text", COMMANDS, ids=ascii)
def test_the_same_over_the_chat(client: TestClient, text: str, rasa: respx.Route) -> None:
    assert client.post("/api/chat", json={"message": text}).status_code == 200
    assert not sent(rasa)["message"].strip().startswith("/")


@pytest.mark.parametrize("text", COMMANDS, ids=ascii)
def test_a_command_as_an_option_that_was_not_offered_is_refused(talk: Talk, text: str, rasa: respx.Route) -> None:
    before = rasa.call_count
    over_chat = talk.client.post("/api/chat", json={"option": text}, headers=talk.headers)
    for answer in (talk.say(option=text), over_chat):
        assert (answer.status_code, answer.json()["code"]) == (409, "option_not_offered")
    assert rasa.call_count == before
    assert talk.poll(wait=0) == []


def test_what_rasa_is_told_of_a_customer_cannot_be_said_by_the_customer(talk: Talk, rasa: respx.Route) -> None:
    for body in ({"sender": "x"}, {"metadata": {"customer_id": "C-1"}}, {"customer_id": "C-1"}):
        assert talk.say(text="ciao", **body).status_code == 422
    talk.say(text=json.dumps({"sender": "x", "metadata": {"customer_id": "C-1"}}))
    talk.until("reply")
    assert sent(rasa)["sender"] != "x"
    assert "customer_id" not in sent(rasa).get("metadata", {})
