"""What the API refuses, and that nothing is kept of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.talking import ID, NAMELESS, Talk
from web.app import create_app
from web.protection import Protection
from web.settings import Settings

OPTION = '/choose_policy{"policy_id": "exchange"}'


@pytest.mark.parametrize(("method", "path"), NAMELESS)
@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "a" * 5000])
def test_without_a_good_token_every_route_says_the_same(
    client: TestClient, method: str, path: str, token: str | None
) -> None:
    headers = {} if token is None else {"Authorization": token}
    body = {"id": ID, "text": "ciao"} if method == "POST" else None
    response = client.request(method, path, headers=headers, json=body)
    assert (response.status_code, response.json()["code"]) == (401, "bad_token")


BODIES: list[tuple[bytes, int, str]] = [
    (b'{"text": "ciao"}', 422, "missing_message_id"),
    (b'{"id": "short", "text": "ciao"}', 422, "bad_message_id"),
    (b'{"id": "with space", "text": "ciao"}', 422, "bad_message_id"),
    (b'{"id": "message-0001\\n", "text": "ciao"}', 422, "bad_message_id"),
    (b'{"id": 12345678, "text": "ciao"}', 422, "wrong_type"),
    (b'{"id": "message-0001"}', 422, "missing_message"),
    (b'{"id": "message-0001", "text": "a", "option": "b"}', 422, "two_messages"),
    (b'{"id": "message-0001", "text": null}', 422, "wrong_type"),
    (b'{"id": "message-0001", "text": "a\\u0000"}', 422, "control_characters"),
    (b'{"id": "message-0001", "text": "\\ud800"}', 422, "broken_characters"),
    (b'{"id": "message-0001", "text": "a", "sender": "b"}', 422, "unknown_field"),
    (b'{"id": "message-0001", "text": "' + b"a" * 2001 + b'"}', 422, "too_long"),
    (b"[" * 10_000 + b"]" * 10_000, 400, "too_deep"),
    (b'{"id": "message-0001", "text": "' + b"a" * 70_000 + b'"}', 413, "body_too_large"),
    (b"\xff", 400, "not_utf8"),
    (b"", 400, "not_json"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES, ids=lambda value: str(value)[:40])
def test_a_bad_message_is_refused_and_nothing_kept(talk: Talk, body: bytes, status: int, code: str) -> None:
    headers = talk.headers | {"Content-Type": "application/json"}
    response = talk.client.post("/api/messages", content=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert talk.poll(wait=0) == []


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=99999999999", "wait=x", "wait=26", "wait=nan", "wait=-1"]
)
def test_a_place_that_is_none_is_refused(talk: Talk, query: str) -> None:
    response = talk.client.get(f"/api/events?{query}", headers=talk.headers)
    assert (response.status_code, response.json()["code"]) == (422, "bad_position")


@pytest.mark.usefixtures("rasa")
def test_too_many_messages_are_told_when_to_come_again(settings: Settings) -> None:
    with TestClient(create_app(settings, Protection(visitor_burst=2, visitor_per_second=0.1))) as client:
        talk = Talk(client)
        statuses = [talk.say(f"message-{number:04}", text="ciao").status_code for number in range(3)]
        refused = talk.say("message-0009", text="ciao")
    assert statuses == [202, 202, 429]
    assert refused.json()["code"] == "too_many"
    assert 1 <= int(refused.headers["retry-after"]) <= 10


def test_a_database_that_is_locked_is_said_and_the_message_accepted_afterwards(
    settings: Settings, rasa: respx.Route, protection: Protection
) -> None:
    quick = settings.model_copy(update={"database_seconds": 0.3})
    with TestClient(create_app(quick, protection)) as client:
        talk = Talk(client)
        lock = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
        lock.execute("begin immediate")
        refused = talk.say(text="ciao")
        lock.execute("rollback")
        lock.close()
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert refused.headers["retry-after"] == "5"
        assert talk.say(text="ciao").status_code == 202
        talk.until("reply")
    assert rasa.call_count == 1


def test_a_file_that_is_no_database_is_told_and_the_process_lives(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "kb.db").write_text("This is a letter, not a database. " * 100)
    with TestClient(create_app(settings)) as client:
        response = client.post("/api/conversations", json={})
        assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert client.get("/health").status_code == 200
