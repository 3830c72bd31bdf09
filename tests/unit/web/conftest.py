"""The app of the tests: everything real, only Rasa's side of the wire is played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import RASA, WEBHOOK, message
from web.app import create_app
from web.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        secret="s" * 40,
        rasa_url=RASA,
        actions_url="http://actions.test:5055",
        database_url=f"sqlite:///{tmp_path / 'kb.db'}",
        deadline_seconds=5,
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def rasa() -> Iterator[respx.Route]:
    """Rasa's webhook, answering one small message until a test says otherwise."""
    with respx.mock(assert_all_called=False) as router:
        yield router.post(WEBHOOK).mock(return_value=httpx.Response(200, json=[message("Ciao!")]))
