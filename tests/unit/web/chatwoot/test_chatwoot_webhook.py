"""Who may send webhooks, and what is made of those that are wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.factories.databases import Sqlite
from tests.factories.inboxes import fill_inbox
from tests.unit.web.chatwoot.bot import PlayedRasa, make_app
from tests.unit.web.chatwoot.double import SECRET, TOKEN, Chatwoot, signed
from web.app import create_app
from web.chatwoot.route import MOST_BYTES, PATH
from web.errors import SettingsError
from web.settings import Settings

JSON = {"Content-Type": "application/json"}
GOOD = {
    "CHIARO_CHATWOOT_URL": "https://chat.shop.example",
    "CHIARO_CHATWOOT_TOKEN": TOKEN,
    "CHIARO_CHATWOOT_SECRET": SECRET,
    "CHIARO_SECRET": "s" * 40,
}


@pytest.fixture(scope="module")
def client(sqlite_server: Sqlite) -> Iterator[TestClient]:
    """The bot, and a Chatwoot that is never there."""
    chatwoot = Chatwoot(address="http://127.0.0.1:9")
    with (
        sqlite_server.copy("inbox", fill_inbox) as url,
        TestClient(make_app(url, chatwoot, PlayedRasa()), raise_server_exceptions=False) as client,
    ):
        yield client


@pytest.fixture
def payload() -> dict[str, Any]:
    chatwoot = Chatwoot()
    return chatwoot.write(chatwoot.begin(), "Ciao")


def answers(client: TestClient, document: Any, headers: dict[str, str] | None = None, path: str = PATH) -> Any:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    answer = client.post(path, content=body, headers=JSON | (signed(body) if headers is None else headers))
    assert answer.status_code == 200 or answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json().get("code", answer.json().get("result"))


def test_a_signed_webhook_or_one_with_the_secret_in_its_address_comes_in(
    client: TestClient, payload: dict[str, Any]
) -> None:
    assert answers(client, payload)[0] == 200
    assert answers(client, payload, {}, f"{PATH}/{SECRET}") == (200, "known")


def test_one_without_or_with_a_wrong_signature_stays_out(client: TestClient, payload: dict[str, Any]) -> None:
    body, now = json.dumps(payload).encode(), time.time()
    good = signed(body)
    wrong = [
        {},
        {"X-Chatwoot-Signature": good["X-Chatwoot-Signature"]},
        {"X-Chatwoot-Timestamp": good["X-Chatwoot-Timestamp"]},
        good | {"X-Chatwoot-Signature": good["X-Chatwoot-Signature"].removeprefix("sha256=")},
        good | {"X-Chatwoot-Signature": ""},
        good | {"X-Chatwoot-Timestamp": str(int(now) + 1)},
        good | {"X-Chatwoot-Timestamp": "-1"},
        good | {"X-Chatwoot-Timestamp": "9" * 5000},
        good | {"X-Chatwoot-Timestamp": "1e9"},
        signed(body, "another-secret-0123456789"),
        signed(body + b" "),
        signed(body, at=now - 301),
        signed(body, at=now + 302),
    ]
    assert {answers(client, payload, headers) for headers in wrong} == {(401, "not_signed_in")}


@pytest.mark.parametrize("secret", [SECRET[:-1], SECRET + "x", SECRET.upper(), "%00", "%C3%A9", "x" * 5000])
def test_a_wrong_secret_in_the_address_stays_out_also_with_a_good_signature(
    client: TestClient, payload: dict[str, Any], secret: str
) -> None:
    assert answers(client, payload, None, f"{PATH}/{secret}") == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", (400, "not_json")),
        (b"{", (400, "not_json")),
        (b"\xff", (400, "not_utf8")),
        (b"[" * 100_000, (400, "too_deep")),
        (b" " * (MOST_BYTES + 1), (413, "body_too_large")),
        (b"[]", (422, "not_an_object")),
        (b"{}", (422, "bad_value")),
        (b'{"event": 5}', (422, "bad_value")),
        (b'{"event": "message_created"}', (422, "bad_value")),
        (b'{"event": "conversation_opened", "id": 1}', (422, "bad_value")),
        (b'{"event": "something_new"}', (200, "ignored")),
    ],
)
def test_what_is_no_webhook_is_refused_as_what_it_is(client: TestClient, body: bytes, told: tuple[int, str]) -> None:
    assert answers(client, body) == told


def test_another_type_than_json_is_refused(client: TestClient, payload: dict[str, Any]) -> None:
    body = json.dumps(payload).encode()
    answer = client.post(PATH, content=body, headers=signed(body) | {"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_content_type")


ODD: list[Any] = [None, True, -1, 0, 1.5, 2**63, "", "x", "\ud800", "a\0b", [], {}, [[]], {"id": {}}, "9" * 400]


@pytest.mark.parametrize("name", ["id", "content", "message_type", "private", "sender", "conversation", "account"])
def test_odd_values_in_any_field_never_make_it_fail(client: TestClient, payload: dict[str, Any], name: str) -> None:
    told = [answers(client, payload | {name: value}) for value in ODD]
    assert {status for status, _ in told} <= {200, 422, 429}


@pytest.mark.parametrize("name", ["id", "status", "updated_at", "additional_attributes", "messages"])
def test_odd_values_in_its_conversation_never_make_it_fail(
    client: TestClient, payload: dict[str, Any], name: str
) -> None:
    told = [
        answers(client, payload | {"conversation": payload["conversation"] | {"id": 77, name: value}}) for value in ODD
    ]
    assert {status for status, _ in told} <= {200, 422, 429}


def test_a_status_of_a_conversation_that_is_not_known_begins_none(client: TestClient) -> None:
    chatwoot = Chatwoot()
    told = chatwoot.move(chatwoot.begin(999), "open")
    assert answers(client, told) == (200, "ignored")


def test_without_settings_there_is_no_such_address(tmp_path: Any) -> None:
    app = create_app(Settings(secret="s" * 40, database_url=f"sqlite:///{tmp_path / 'kb.db'}", database_seconds=30))
    with TestClient(app) as client:
        for path in (PATH, f"{PATH}/{SECRET}"):
            assert client.post(path, json={}).status_code == 404


def test_the_whole_process_has_the_address_and_describes_it_to_nobody(tmp_path: Any) -> None:
    settings = Settings.from_environment(GOOD | {"CHIARO_DATABASE_URL": f"sqlite:///{tmp_path / 'kb.db'}"})
    with TestClient(create_app(settings)) as client:
        assert client.post(PATH, json={}).status_code == 401
        assert PATH not in client.get("/api/openapi.json").json()["paths"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"CHIARO_CHATWOOT_TOKEN": ""}, "CHIARO_CHATWOOT_TOKEN"),
        ({"CHIARO_CHATWOOT_SECRET": "short"}, "CHIARO_CHATWOOT_SECRET"),
        ({"CHIARO_CHATWOOT_SECRET": "with a space 0123456789"}, "CHIARO_CHATWOOT_SECRET"),
        ({"CHIARO_CHATWOOT_URL": "chat.shop.example"}, "CHIARO_CHATWOOT_URL"),
    ],
)
def test_half_a_setting_or_a_wrong_one_ends_the_start_by_its_name(changes: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as refused:
        Settings.from_environment(GOOD | changes)
    assert TOKEN not in str(refused.value)


def test_neither_token_nor_secret_is_shown_with_the_settings() -> None:
    shown = repr(Settings.from_environment(GOOD))
    assert TOKEN not in shown
    assert SECRET not in shown
