"""Bad input is refused with clear words, and the next message is answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
import respx
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from web.errors import STATUS, RefusalCode
from web.wording import read_wording

JSON = {"Content-Type": "application/json"}

BODIES: list[tuple[bytes, int, str]] = [
    (b"", 400, "not_json"),
    (b"hello", 400, "not_json"),
    (b'{"message": "half', 400, "not_json"),
    (b'{"message": ' + b"9" * 5000 + b"}", 400, "not_json"),
    (b'\xff\xfe{"message": "ciao"}', 400, "not_utf8"),
    (b'{"message": "caff\xe8"}', 400, "not_utf8"),
    (b"[" * 10_000 + b"]" * 10_000, 400, "too_deep"),
    (b'{"message":' * 5_000 + b"1" + b"}" * 5_000, 400, "too_deep"),
    (b'"ciao"', 422, "not_an_object"),
    (b'["ciao"]', 422, "not_an_object"),
    (b"null", 422, "not_an_object"),
    (b"{}", 422, "missing_message"),
    (b'{"language": "it"}', 422, "missing_message"),
    (b'{"message": "ciao", "option": "/greet"}', 422, "two_messages"),
    (b'{"message": ""}', 422, "blank"),
    (b'{"message": " \\n\\t "}', 422, "blank"),
    (b'{"message": "\\u200b"}', 422, "blank"),
    (b'{"option": ""}', 422, "blank"),
    (json.dumps({"message": "a" * 2001}).encode(), 422, "too_long"),
    (b'{"message": "a\\u0000b"}', 422, "control_characters"),
    (b'{"option": "a\\u0000b"}', 422, "control_characters"),
    (b'{"message": "ciao", "language": "it\\u0000"}', 422, "control_characters"),
    (b'{"message": "ciao", "conversation": "a\\u0000"}', 422, "control_characters"),
    (b'{"message": "a\\u001bb"}', 422, "control_characters"),
    (b'{"message": "\\ud800"}', 422, "broken_characters"),
    (b'{"message": "ciao", "conversation": "\\udfff"}', 422, "broken_characters"),
    (b'{"message": "ciao", "\\ud800": 1}', 422, "broken_characters"),
    (b'{"message": 5}', 422, "wrong_type"),
    (b'{"message": NaN}', 422, "wrong_type"),
    (b'{"message": null}', 422, "wrong_type"),
    (b'{"message": ["ciao"]}', 422, "wrong_type"),
    (b'{"message": {"text": "ciao"}}', 422, "wrong_type"),
    (b'{"option": true}', 422, "wrong_type"),
    (b'{"message": "ciao", "conversation": 7}', 422, "wrong_type"),
    (b'{"message": "ciao", "language": null}', 422, "wrong_type"),
    (b'{"message": "ciao", "language": "fr"}', 422, "unknown_language"),
    (b'{"message": "ciao", "sender": "me"}', 422, "unknown_field"),
    (b'{"message": "ciao", "metadata": {}}', 422, "unknown_field"),
    (b'{"message": "ciao", "conversation": "made up"}', 401, "bad_token"),
    (b'{"message": "ciao", "conversation": ""}', 401, "bad_token"),
    (b'{"option": "/choose_policy{}"}', 409, "option_not_offered"),
    (b'{"message": "' + b"a" * 70_000 + b'"}', 413, "body_too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES, ids=lambda value: str(value)[:40])
def test_a_bad_body_is_refused_in_words_and_the_next_message_answered(
    client: TestClient, body: bytes, status: int, code: str, rasa: respx.Route
) -> None:
    response = client.post("/api/chat", content=body, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert set(response.json()) == {"type", "title", "status", "detail", "code", "mend"}
    assert not rasa.called
    assert client.post("/api/chat", json={"message": "ciao"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "language", "title"),
    [
        ({}, None, "Messaggio vuoto"),
        ({"Accept-Language": "en-GB,en;q=0.9,it;q=0.5"}, None, "Empty message"),
        ({"Accept-Language": "de, fr;q=0.5"}, None, "Messaggio vuoto"),
        ({"Accept-Language": "en;q=0, it;q=0.1"}, None, "Messaggio vuoto"),
        ({"Accept-Language": "en"}, "it", "Messaggio vuoto"),
        ({"Accept-Language": "it"}, "en", "Empty message"),
    ],
)
def test_a_refusal_speaks_the_pages_language_else_the_browsers(
    client: TestClient, headers: dict[str, str], language: str | None, title: str
) -> None:
    body = {"message": " "} | ({"language": language} if language else {})
    assert client.post("/api/chat", json=body, headers={"Accept-Language": ""} | headers).json()["title"] == title


@pytest.mark.usefixtures("rasa")
def test_a_message_of_exactly_the_limit_is_answered(client: TestClient) -> None:
    assert client.post("/api/chat", json={"message": "😀" * 2000}).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"])
def test_another_content_type_is_refused(client: TestClient, content_type: str) -> None:
    response = client.post("/api/chat", content=b'{"message": "ciao"}', headers={"Content-Type": content_type})
    assert (response.status_code, response.json()["code"]) == (415, "wrong_content_type")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_and_the_right_one_named(client: TestClient, method: str) -> None:
    response = client.request(method, "/api/chat")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


def test_an_unknown_address_is_a_problem_in_words(client: TestClient) -> None:
    response = client.get("/nothing-here", headers={"Accept-Language": "en"})
    assert (response.status_code, response.json()["title"]) == (404, "Not found")


def test_every_refusal_has_words_in_both_languages_and_a_status() -> None:
    for wording in read_wording().values():
        assert set(wording.problems) == set(RefusalCode)
        for words in wording.problems.values():
            places = {"limit": 1, "length": 2, "retry_after": 3, "name": "Giulia"}
            filled = words.detail.format(**places) + words.mend.format(**places)
            assert "{{" not in filled
    assert set(STATUS) == set(RefusalCode)


_TEXT = st.text(alphabet=st.characters(exclude_categories=()))  # half surrogate pairs too
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
_FIELDS = st.sampled_from(["message", "option", "language", "conversation"])
_DOCUMENTS = _ANYTHING | st.dictionaries(_FIELDS | _TEXT, _ANYTHING | _TEXT, max_size=5)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(document=_DOCUMENTS)
@pytest.mark.usefixtures("rasa")
def test_no_json_whatever_makes_the_server_fail(client: TestClient, document: Any) -> None:
    _never_fails(client, json.dumps(document).encode())


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
@pytest.mark.usefixtures("rasa")
def test_no_bytes_whatever_make_the_server_fail(client: TestClient, body: bytes) -> None:
    _never_fails(client, body)


def _never_fails(client: TestClient, body: bytes) -> None:
    response = client.post("/api/chat", content=body, headers=JSON)
    assert response.status_code < 500, response.text
    assert set(response.json()) >= ({"messages"} if response.is_success else {"code", "mend"})
