"""One app on each kind of database for the tests of a file: everything real, only Rasa's side of the wire is played."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.factories.databases import Postgresql, Sqlite
from tests.factories.inboxes import fill_inbox
from tests.unit.web.negative.asking import AUDIENCE, KEY, KID, Interface
from tests.unit.web.playing import RASA, TRACKER, WEBHOOK, message
from tests.unit.web.talking import Talk
from web.app import create_app
from web.inbox.database import open_inbox
from web.protection import Protection
from web.settings import Settings


@pytest.fixture(scope="module")
def settings(server: Sqlite | Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with server.copy("inbox", fill_inbox) as url:
        yield Settings(
            secret="s" * 40,
            rasa_url=RASA,
            database_url=url,
            tracker_url=f"sqlite:///{tmp_path_factory.mktemp('tracker') / 'tracker.db'}",
            deadline_seconds=5,
            database_seconds=20,
            retry_seconds=0,
        )


@pytest.fixture(scope="module")
def protection(tmp_path_factory: pytest.TempPathFactory) -> Protection:
    """Limits that no test reaches unless it sets out to, and a company's site whose word counts."""
    keys: Path = tmp_path_factory.mktemp("keys") / "keys.json"
    keys.write_text(json.dumps({KID: KEY}), encoding="utf-8")
    much: dict[str, Any] = {"visitor_burst": 100_000, "address_burst": 100_000}
    return Protection(identity_keys=keys, identity_audience=AUDIENCE, **much)


@pytest.fixture(scope="module")
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        router.get(url__regex=TRACKER).mock(return_value=httpx.Response(200, json={"slots": {}}))
        router.post(url__regex=TRACKER).mock(return_value=httpx.Response(200, json={}))
        router.post(WEBHOOK, name="webhook").mock(side_effect=_echo)
        router.route().mock(return_value=httpx.Response(404))
        yield router


def _echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[message("Hai scritto: " + json.loads(request.content)["message"])])


@pytest.fixture
def rasa(wire: respx.MockRouter) -> Iterator[respx.Route]:
    """Rasa's webhook, which says what it was sent until a test says otherwise."""
    yield wire["webhook"]
    wire["webhook"].mock(side_effect=_echo)


@pytest.fixture(scope="module")
def client(settings: Settings, protection: Protection, wire: respx.MockRouter) -> Iterator[TestClient]:
    """A client that keeps no cookies: a test says by whom it asks."""
    assert wire.routes
    with TestClient(create_app(settings, protection), raise_server_exceptions=False) as client:
        client.cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # type: ignore[assignment]
        yield client


@pytest.fixture
def talk(client: TestClient) -> Talk:
    return Talk(client, language="it")


@pytest.fixture(scope="module")
def interface(client: TestClient) -> Interface:
    return Interface.of_customers(client.get("/api/openapi.json").json())


@pytest.fixture(scope="module")
def database(settings: Settings) -> Iterator[Engine]:
    """The app's own database, to look into."""
    engine = open_inbox(settings.database_url)
    yield engine
    engine.dispose()
