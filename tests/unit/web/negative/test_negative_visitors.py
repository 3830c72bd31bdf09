"""Another visitor's conversation is nobody's: whatever is wrong with a token, the refusal is the same."""

from __future__ import annotations

import time
from collections.abc import Callable

import itsdangerous
import jwt
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.unit.web.negative.asking import kept, signed
from tests.unit.web.talking import ID, NAMELESS, Talk
from web.conversation_token import COOKIE, ConversationTokens
from web.settings import Settings

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SALT = "chiaro.conversation"


def of_another_time(settings: Settings, conversation_id: str, seconds: float) -> str:
    """A token of ours as it would have been made so many seconds from now."""

    class Signer(itsdangerous.TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() + seconds)

    return str(itsdangerous.URLSafeTimedSerializer(settings.secret, _SALT, signer=Signer).dumps(conversation_id))


def flipped(token: str, position: int) -> str:
    """A token with one bit of the character at `position` turned round."""
    sign = token[position]
    other = _ALPHABET[_ALPHABET.index(sign) ^ 32] if sign in _ALPHABET else "A"
    return token[:position] + other + token[position + 1 :]


def forgeries(settings: Settings, token: str) -> dict[str, str | None]:
    """What somebody might send who has seen a conversation's id, or an old or broken token of it."""
    conversation_id = ConversationTokens(settings.secret, 60).read(token)
    claims = {"sub": conversation_id, "conversation": conversation_id, "aud": "chiaro", "exp": int(time.time()) + 60}
    payload, moment, signature = token.rsplit(".", 2)
    return {
        "none": None,
        "wrong": "wrong",
        "the bare id": conversation_id,
        "of another secret": ConversationTokens("t" * 40, 60).sign(conversation_id),
        "for another use": str(itsdangerous.URLSafeTimedSerializer(settings.secret, "other").dumps(conversation_id)),
        "without a time": str(itsdangerous.URLSafeSerializer(settings.secret, _SALT).dumps(conversation_id)),
        "expired": of_another_time(settings, conversation_id, -settings.conversation_seconds - 60),
        "not yet valid": of_another_time(settings, conversation_id, 3600),
        "alg none": jwt.encode(claims, None, "none"),
        "a company's word": signed(conversation_id),
        "without a signature": f"{payload}.{moment}.",
        "with half a signature": f"{payload}.{moment}.{signature[:13]}",
        "flipped in the id": flipped(token, 3),
        "flipped in the time": flipped(token, len(payload) + 2),
        "flipped in the signature": flipped(token, len(token) - 1),
        "not there": ConversationTokens(settings.secret, 60).sign("f" * 32),
        "another list": str(itsdangerous.URLSafeTimedSerializer(settings.secret, _SALT).dumps([conversation_id])),
    }


FORGERIES = list(forgeries(Settings(secret="s" * 40), ConversationTokens("s" * 40, 60).sign("a" * 32)))
BY_HEADER, BY_COOKIE = "header", "cookie"


def ask(client: TestClient, method: str, path: str, token: str | None, by: str = BY_HEADER) -> tuple[int, bytes]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    if by == BY_COOKIE:
        headers = {} if token is None else {"Cookie": f"{COOKIE}={token}"}
    body = {"id": ID, "text": "ciao"} if method == "POST" else None
    answer = client.request(method, path, headers=headers, json=body)
    return answer.status_code, answer.content


@pytest.fixture
def victim(talk: Talk) -> Talk:
    """Somebody who has said something."""
    talk.say(text="segreto")
    talk.until("reply")
    return talk


@pytest.mark.parametrize("by", [BY_HEADER, BY_COOKIE])
def test_every_forgery_is_refused_on_every_route_with_the_same_body(
    victim: Talk, settings: Settings, database: Engine, by: str
) -> None:
    before = kept(database)
    forged = forgeries(settings, victim.begun["conversation"])
    assert list(forged) == FORGERIES
    given = {
        (method, path, what): ask(victim.client, method, path, token, by)
        for method, path in NAMELESS
        for what, token in forged.items()
    }
    assert len({body for _, body in given.values()}) == 1
    assert {place: status for place, (status, _) in given.items() if status != 401} == {}
    assert kept(database) == before
    assert [event["type"] for event in victim.poll()] == ["accepted", "reply"]


@pytest.mark.parametrize("what", [what for what in FORGERIES if what != "not there"])
def test_a_forgery_in_the_body_of_a_chat_is_refused(victim: Talk, settings: Settings, what: str) -> None:
    token = forgeries(settings, victim.begun["conversation"])[what]
    if token is None:
        return  # whoever names no conversation begins one
    answer = victim.client.post("/api/chat", json={"message": "ciao", "conversation": token})
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
    assert len(victim.poll()) == 2


def test_every_flipped_bit_of_a_token_is_noticed(victim: Talk) -> None:
    token = victim.begun["conversation"]
    given = {ask(victim.client, "GET", "/api/transcript", flipped(token, place)) for place in range(len(token))}
    assert len(given) == 1
    assert {status for status, _ in given} == {401}


def test_a_token_of_an_erased_conversation_is_refused_like_a_wrong_one(victim: Talk) -> None:
    refused = ask(victim.client, "GET", "/api/transcript", "wrong")
    token = victim.begun["conversation"]
    assert ask(victim.client, "DELETE", "/api/conversation", token)[0] == 204
    assert {ask(victim.client, method, path, token) for method, path in NAMELESS} == {refused}


def test_a_visitor_with_a_good_token_sees_only_their_own(victim: Talk, client: TestClient) -> None:
    other = Talk(client)
    other.say(text="altro")
    other.until("reply")
    assert [event["text"] for event in other.poll() if event["type"] == "accepted"] == ["altro"]
    assert "segreto" not in client.get("/api/transcript", headers=other.headers).text
    client.delete("/api/conversation", headers=other.headers)
    assert len(victim.poll()) == 2


def now(seconds: int) -> int:
    return int(time.time()) + seconds


BAD_IDENTITIES: dict[str, Callable[[str], str]] = {
    "none": lambda _: "",
    "wrong": lambda _: "wrong",
    "of another key": lambda who: signed(who, key="x" * 32),
    "expired": lambda who: signed(who, iat=now(-300), exp=now(-60)),
    "not yet valid": lambda who: signed(who, nbf=now(120)),
    "issued later": lambda who: signed(who, iat=now(120), exp=now(180)),
    "alg none": lambda who: jwt.encode({"sub": who, "aud": "chiaro", "exp": now(60)}, None, "none", {"kid": "site"}),
    "flipped in its head": lambda who: flipped(signed(who), 5),
    "flipped in its claims": lambda who: flipped(signed(who), 60),
    "flipped in its signature": lambda who: flipped(signed(who), -2),
    "for somebody else": lambda who: signed(who, aud="shop"),
    "good for ever": lambda who: signed(who, exp=now(10**6)),
}


@pytest.mark.parametrize("what", BAD_IDENTITIES)
def test_a_bad_word_on_who_a_customer_is_is_refused_with_the_same_body(
    victim: Talk, database: Engine, what: str
) -> None:
    client, before = victim.client, kept(database)
    wrong = client.post("/api/conversations", json={"identity": "wrong"})
    for headers in ({}, victim.headers):
        answer = client.post("/api/conversations", json={"identity": BAD_IDENTITIES[what]("C-7")}, headers=headers)
        assert (answer.status_code, answer.content) == (401, wrong.content)
    assert kept(database) == before


def test_a_replayed_word_is_refused_with_the_same_body(client: TestClient) -> None:
    wrong = client.post("/api/conversations", json={"identity": "wrong"})
    identity = signed("C-7")
    first, second = (client.post("/api/conversations", json={"identity": identity}) for _ in range(2))
    assert (first.status_code, first.json()["verified"]) == (201, True)
    assert (second.status_code, second.content) == (401, wrong.content)


def test_a_good_word_does_not_open_a_conversation_that_a_forged_token_names(victim: Talk, settings: Settings) -> None:
    for token in forgeries(settings, victim.begun["conversation"]).values():
        if token is None:
            continue
        headers = {"Authorization": f"Bearer {token}"}
        begun = victim.client.post("/api/conversations", json={"identity": signed("C-8")}, headers=headers)
        if begun.status_code == 201:  # a well-signed token of nothing: a conversation of their own
            named = {"Authorization": f"Bearer {begun.json()['conversation']}"}
            assert victim.client.get("/api/events", headers=named).json()["events"] == []
        else:
            assert (begun.status_code, begun.json()["code"]) == (401, "bad_token")
    assert [event["type"] for event in victim.poll()] == ["accepted", "reply"]
