"""Who a customer is, by the word of the company's site."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import sent
from tests.unit.web.talking import Talk
from web.app import create_app
from web.protection import Protection
from web.settings import Settings

KEY = "k" * 32


@pytest.fixture
def knowing(settings: Settings, tmp_path: Path, protection: Protection) -> Iterator[TestClient]:
    """A client of an app that believes the company's site."""
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"site": KEY}))
    trusting = protection.model_copy(update={"identity_keys": keys})
    with TestClient(create_app(settings, trusting)) as client:
        yield client


def signed(customer_id: str, **claims: Any) -> str:
    """What the company's site says of a customer."""
    now = int(time.time())
    claims = {"sub": customer_id, "aud": "chiaro", "iat": now, "exp": now + 60, "jti": str(uuid.uuid4())} | claims
    return str(jwt.encode(claims, KEY, "HS256", headers={"kid": "site"}))


def test_the_sites_word_makes_a_verified_conversation(knowing: TestClient, rasa: respx.Route) -> None:
    talk = Talk(knowing, identity=signed("C-7"))
    assert talk.begun["verified"] is True
    talk.say(text="ciao")
    talk.until("reply")
    assert sent(rasa)["metadata"]["customer_id"] == "C-7"


@pytest.mark.usefixtures("rasa")
def test_a_customer_who_signs_in_later_goes_on_with_the_conversation(knowing: TestClient) -> None:
    talk = Talk(knowing)
    talk.say(text="ciao")
    after = talk.until("reply")["event"]
    begun = knowing.post("/api/conversations", json={"identity": signed("C-7")}, headers=talk.headers)
    assert (begun.status_code, begun.json()["verified"]) == (201, True)
    assert talk.until("state", after)["verified"] is True
    talk.headers = {"Authorization": f"Bearer {begun.json()['conversation']}"}
    assert talk.poll()[0]["text"] == "ciao"


@pytest.mark.usefixtures("rasa")
def test_another_customer_never_gets_into_a_verified_conversation(knowing: TestClient) -> None:
    talk = Talk(knowing, identity=signed("C-7"))
    talk.say(text="segreto")
    talk.until("reply")
    other = knowing.post("/api/conversations", json={"identity": signed("C-8")}, headers=talk.headers).json()
    talk.headers = {"Authorization": f"Bearer {other['conversation']}"}
    assert talk.poll(wait=0) == []


@pytest.mark.parametrize("token", ["", "x", signed("C-7", exp=1), signed("C-7", aud="other"), signed("")])
def test_an_identity_that_is_not_good_is_refused_with_the_same_words(knowing: TestClient, token: str) -> None:
    response = knowing.post("/api/conversations", json={"identity": token})
    assert (response.status_code, response.json()["code"]) == (401, "bad_identity")


def test_an_identity_is_refused_where_no_keys_are_set(client: TestClient) -> None:
    response = client.post("/api/conversations", json={"identity": "a.b.c"})
    assert (response.status_code, response.json()["code"]) == (401, "bad_identity")
