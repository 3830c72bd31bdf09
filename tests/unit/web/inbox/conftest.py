"""The inbox in a database of the test's own, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.factories.databases import Postgresql, Sqlite
from web.inbox.database import migrate, open_inbox


def _fill(engine: Engine) -> None:
    mine = open_inbox(engine.url.render_as_string(hide_password=False))
    migrate(mine)
    mine.dispose()


@pytest.fixture
def inbox_url(server: Sqlite | Postgresql) -> Iterator[str]:
    with server.copy("inbox", _fill) as url:
        yield url


@pytest.fixture
def inbox_engine(inbox_url: str) -> Iterator[Engine]:
    engine = open_inbox(inbox_url)
    yield engine
    engine.dispose()
