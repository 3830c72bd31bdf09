"""The app of the tests: everything real, only Rasa's side of the wire is played."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import respx
from fastapi.testclient import TestClient

from tests.factories.databases import Sqlite
from tests.factories.inboxes import fill_inbox
from tests.unit.web.playing import RASA, TRACKER, WEBHOOK, message
from tests.unit.web.talking import Talk
from web.app import create_app
from web.protection import Protection
from web.settings import Settings


@pytest.fixture(scope="session")
def empty_inbox(sqlite_server: Sqlite) -> Iterator[Path]:
    """A file with the newest layout and nothing in it: no test need make the tables anew."""
    with sqlite_server.copy("inbox", fill_inbox) as url:
        yield Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def settings(tmp_path: Path, empty_inbox: Path) -> Settings:
    shutil.copy(empty_inbox, tmp_path / "kb.db")
    return Settings(
        secret="s" * 40,
        rasa_url=RASA,
        actions_url="http://actions.test:5055",
        database_url=f"sqlite:///{tmp_path / 'kb.db'}",
        tracker_url=f"sqlite:///{tmp_path / 'tracker.db'}",
        deadline_seconds=5,
        database_seconds=20,
        retry_seconds=0,
    )


@pytest.fixture
def protection() -> Protection:
    """Limits that no test reaches unless it sets out to."""
    return Protection(visitor_burst=100_000, address_burst=100_000)


@pytest.fixture
def client(settings: Settings, protection: Protection) -> Iterator[TestClient]:
    with TestClient(create_app(settings, protection), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    """All of Rasa's side; what it says of a conversation is nothing until a test says otherwise."""
    with respx.mock(assert_all_called=False) as router:
        router.get(url__regex=TRACKER, name="tracker").mock(return_value=httpx.Response(200, json={"slots": {}}))
        yield router


@pytest.fixture
def tracker(wire: respx.MockRouter) -> respx.Route:
    """What Rasa says of a conversation."""
    return wire["tracker"]


@pytest.fixture
def rasa(wire: respx.MockRouter) -> respx.Route:
    """Rasa's webhook, answering one small message until a test says otherwise."""
    return wire.post(WEBHOOK).mock(return_value=httpx.Response(200, json=[message("Ciao!")]))


@pytest.fixture
def talk(client: TestClient) -> Talk:
    return Talk(client, language="it")
