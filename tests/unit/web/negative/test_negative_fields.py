"""Wrong types and broken text in every field of every route that the interface describes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.unit.web.negative.asking import GOOD, JSON, Interface, kept
from tests.unit.web.talking import Talk

WRONG_TYPES: list[Any] = [None, True, False, 0, -1, 1.5, 10**30, [], ["ciao"], [[]], {}, {"text": "ciao"}]
BROKEN = {
    "a\u0000b": "control_characters",
    "\u001b[2J": "control_characters",
    "a\u0085": "control_characters",
    "\ud800": "broken_characters",
    "a\udfffb": "broken_characters",
    "\udc00\ud800": "broken_characters",
}
NO_PLACES = [
    "x",
    "-1",
    "1.5.1",
    "nan",
    "inf",
    "-inf",
    "1e999",
    "[]",
    "{}",
    "null",
    "true",
    "9" * 400,
    "' or 1=1",
    "\x7f",
]


def answers(talk: Talk, path: str, body: Any) -> tuple[int, str]:
    # As bytes of ASCII: other programs write what httpx would refuse to.
    sent = talk.client.post(path, content=json.dumps(body).encode(), headers=JSON | talk.headers)
    return sent.status_code, sent.json().get("code", "")


def test_every_body_that_is_described_has_a_good_example(talk: Talk, interface: Interface) -> None:
    assert set(interface.bodies()) == set(GOOD)
    for path, body in GOOD.items():
        assert answers(talk, path, body)[0] in (200, 201, 202)


def test_a_wrong_type_in_any_field_is_refused_as_such_and_nothing_kept(
    talk: Talk, interface: Interface, database: Engine
) -> None:
    before = kept(database)
    given = {
        (path, name, repr(value)): answers(talk, path, good | {name: value})
        for path, name, good in interface.fields()
        for value in WRONG_TYPES
    }
    assert len(given) >= 10 * len(WRONG_TYPES)
    assert {place: answer for place, answer in given.items() if answer != (422, "wrong_type")} == {}
    assert kept(database) == before


def test_broken_text_in_any_field_is_refused_as_such_and_nothing_kept(
    talk: Talk, interface: Interface, database: Engine
) -> None:
    before = kept(database)
    wrong = {}
    for path, name, good in interface.fields():
        for text, code in BROKEN.items():
            answer = answers(talk, path, good | {name: text})
            # An id is refused for its form, which allows neither.
            if answer != (422, "bad_message_id" if name == "id" and code == "control_characters" else code):
                wrong[path, name, ascii(text)] = answer
    assert wrong == {}
    assert kept(database) == before


@pytest.mark.parametrize("name", ["sender", "customer_id", "metadata", "__proto__", "", "\u0000", "text\u200b"])
def test_a_field_that_nobody_knows_is_refused_on_every_route(talk: Talk, name: str) -> None:
    for path, good in GOOD.items():
        assert answers(talk, path, good | {name: "C-1001"}) == (422, "unknown_field")


@pytest.mark.parametrize("body", [None, True, 0, 1.5, "ciao", [], [{}], float("nan")], ids=repr)
def test_a_body_that_is_no_object_is_refused_on_every_route(talk: Talk, body: Any) -> None:
    assert {answers(talk, path, body) for path in GOOD} == {(422, "not_an_object")}


def test_a_place_in_the_conversation_that_is_none_is_refused(
    client: TestClient, talk: Talk, interface: Interface
) -> None:
    places = list(interface.parameters())
    assert len(places) >= 3
    for method, path, where, name in places:
        for value in NO_PLACES:
            query = {name: value} if where == "query" else {}
            headers = talk.headers | ({name: value} if where == "header" else {})
            answer = client.request(method, path, params=query, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (422, "bad_position"), (path, name, value)
