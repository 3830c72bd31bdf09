"""A page of another site changes nothing and reads nothing, whichever route it tries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from starlette.routing import Mount

from tests.unit.web.negative.asking import DESK, GOOD, kept
from tests.unit.web.talking import Talk
from web.conversation_token import COOKIE

FOREIGN: dict[str, dict[str, str]] = {
    "another site": {"Origin": "https://evil.example"},
    "no site to name": {"Origin": "null"},
    "our name with more behind it": {"Origin": "http://testserver.evil.example"},
    "our name on another port": {"Origin": "http://testserver:8443"},
    "a page that hides where it is": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a neighbour of the same domain": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    "a form of another site": {
        "Origin": "https://evil.example",
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
        "Content-Type": "text/plain",
    },
}
READING = {"GET", "HEAD"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def routes(client: TestClient) -> Iterator[tuple[str, str]]:
    """Every method and path that the app has, and a file of each folder that it serves."""
    app = client.app
    assert isinstance(app, FastAPI)
    for route in _single(app.routes):
        path: str = route.path
        if isinstance(route, Mount):
            yield "GET", f"{path}/js/chat.js"
        else:
            yield from ((method, path) for method in sorted(route.methods or READING))


def _single(found: Iterable[Any]) -> Iterator[Any]:
    """Routes of their own and those of the routers that were included."""
    for route in found:
        if hasattr(route, "effective_route_contexts"):
            yield from route.effective_route_contexts()
        else:
            yield route


def test_the_list_of_routes_is_whole(client: TestClient) -> None:
    paths = {path for _, path in routes(client)}
    described = set(client.get("/api/openapi.json").json()["paths"])
    assert described <= paths
    assert {"/", "/frame", "/demo", "/widget.js", "/findings", "/health", "/metrics", "/api/openapi.json"} <= paths


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_page_is_refused_everything_but_public_pages_which_it_cannot_read(
    talk: Talk, database: Engine, headers: dict[str, str]
) -> None:
    before = kept(database)
    # As a browser would send it: with the cookie that it has for us.
    named = {"Cookie": f"{COOKIE}={talk.begun['conversation']}"}
    for method, path in routes(talk.client):
        body = GOOD.get(path) if method == "POST" else None
        answer = talk.client.request(method, path, headers=named | headers, json=body, follow_redirects=False)
        assert "access-control-allow-origin" not in answer.headers
        if path.startswith("/api/") or method not in READING:
            own = 401 if path.startswith(DESK) else 200
            assert answer.status_code == (own if _is_link(headers, method) else 403), (method, path)
        elif path != "/widget.js":
            assert answer.headers.get("cross-origin-resource-policy") == "same-origin", (path, answer.status_code)
    assert kept(database) == before


def _is_link(headers: dict[str, str], method: str) -> bool:
    # Followed by the customer, who alone sees the answer; an `Origin` is never sent with one.
    return method in READING and headers.get("Sec-Fetch-Mode") == "navigate" and "Origin" not in headers


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("accept", ["text/event-stream", "application/json", "*/*"])
def test_a_foreign_page_hears_no_events(talk: Talk, headers: dict[str, str], accept: str) -> None:
    for named in (talk.headers, {"Cookie": f"{COOKIE}={talk.begun['conversation']}"}):
        answer = talk.client.get("/api/events", headers=named | headers | {"Accept": accept})
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_foreign_page_that_asks_before_is_refused_on_every_route(client: TestClient) -> None:
    for path in {path for _, path in routes(client) if path.startswith("/api/")}:
        for method in METHODS:
            asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": method}
            answer = client.options(path, headers=asked)
            assert answer.status_code == 403
            assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_page_has_the_same_body_whether_the_conversation_is_there(
    talk: Talk, headers: dict[str, str]
) -> None:
    tokens = (talk.begun["conversation"], "wrong", "")
    bodies = {
        talk.client.get(path, headers=headers | {"Cookie": f"{COOKIE}={token}"}).content
        for path in ("/api/events", "/api/transcript")
        for token in tokens
    }
    assert len(bodies) == 1
