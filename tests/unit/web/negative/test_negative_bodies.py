"""Bodies that are meant to use up memory or time are refused, and the next message is answered."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.unit.web.negative.asking import GOOD, JSON, Interface, kept
from tests.unit.web.talking import Talk

DEPTH = 10_000
MEGABYTE = 2**20
BOMB = 50 * MEGABYTE
PACKED = {
    "gzip": gzip.compress(bytes(BOMB), 9),
    "deflate": zlib.compress(bytes(BOMB), 9),
    "gzip, gzip": gzip.compress(gzip.compress(bytes(BOMB), 9), 9),
}
DEEP = {
    "lists": b"[" * DEPTH + b"]" * DEPTH,
    "objects": b'{"a":' * DEPTH + b"1" + b"}" * DEPTH,
    "never closed": b"[" * DEPTH,
}


@pytest.fixture(autouse=True)
def _nothing_is_kept_and_the_next_message_is_answered(talk: Talk, database: Engine) -> Iterator[None]:
    before = kept(database)
    yield
    assert kept(database) == before
    assert talk.say(text="ciao").status_code == 202
    assert talk.until("reply")["messages"][0]["text"] == "Hai scritto: ciao"


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP)
def test_ten_thousand_levels_are_refused(talk: Talk, path: str, body: bytes) -> None:
    answer = talk.client.post(path, content=body, headers=JSON | talk.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "too_deep")


def test_ten_thousand_levels_in_any_field_are_refused(talk: Talk, interface: Interface) -> None:
    for path, name, good in interface.fields():
        whole = json.dumps(good | {name: "HERE"}).encode()
        answer = talk.client.post(path, content=whole.replace(b'"HERE"', DEEP["lists"]), headers=JSON | talk.headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "too_deep"), (path, name)


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("encoding", PACKED)
def test_a_packed_body_is_never_unpacked(talk: Talk, path: str, encoding: str) -> None:
    packed = PACKED[encoding]
    assert len(packed) < BOMB / 500
    answer = talk.client.post(path, content=packed, headers=JSON | talk.headers | {"Content-Encoding": encoding})
    assert (answer.status_code, answer.json()["code"]) in [(400, "not_utf8"), (413, "body_too_large")]


@pytest.mark.parametrize("path", GOOD)
def test_a_good_body_is_not_taken_packed_either(talk: Talk, path: str) -> None:
    packed = gzip.compress(json.dumps(GOOD[path]).encode())
    answer = talk.client.post(path, content=packed, headers=JSON | talk.headers | {"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["code"]) == (400, "not_utf8")


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "in pieces"])
def test_twenty_megabytes_are_refused(talk: Talk, path: str, declared: bool) -> None:
    pieces = (b'{"language": "it", "x": "' if number == 0 else bytes(MEGABYTE) for number in range(21))
    body = b"a" * 20 * MEGABYTE if declared else pieces
    answer = talk.client.post(path, content=body, headers=JSON | talk.headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("number", [b"9" * 60_000, b"-" + b"1" * 5_000, b"1e999999999"], ids=len)
def test_numbers_that_take_long_to_read_are_refused(talk: Talk, path: str, number: bytes) -> None:
    answer = talk.client.post(path, content=b'{"language": ' + number + b"}", headers=JSON | talk.headers)
    assert answer.status_code in (400, 422)
