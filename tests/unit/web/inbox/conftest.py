"""The inbox in a database of the test's own, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.factories.databases import Postgresql, Sqlite
from tests.factories.inboxes import fill_inbox
from web.inbox.database import open_inbox


@pytest.fixture
def inbox_url(server: Sqlite | Postgresql) -> Iterator[str]:
    with server.copy("inbox", fill_inbox) as url:
        yield url


@pytest.fixture
def inbox_engine(inbox_url: str) -> Iterator[Engine]:
    engine = open_inbox(inbox_url)
    yield engine
    engine.dispose()
