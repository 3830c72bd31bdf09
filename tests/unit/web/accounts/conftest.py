"""The pages for staff over a database of the test's own, on each kind of database, with a clock that tests turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from tests.factories.databases import Postgresql, Sqlite
from tests.unit.web.accounts.desk import Clock, Desk, staff_app
from web.inbox.database import migrate, open_inbox


def _fill(engine: Engine) -> None:
    mine = open_inbox(engine.url.render_as_string(hide_password=False))
    migrate(mine)
    mine.dispose()


@pytest.fixture
def url(server: Sqlite | Postgresql) -> Iterator[str]:
    with server.copy("inbox", _fill) as url:
        yield url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(url: str, clock: Clock) -> FastAPI:
    return staff_app(url, clock)


@pytest.fixture
def new_desk(app: FastAPI) -> Iterator[Callable[[], Desk]]:
    """Opens browsers that share one event loop with the app, as requests of one process do."""
    opened: list[Desk] = []

    def new_desk() -> Desk:
        desk = Desk(app)
        desk.client.__enter__()
        opened.append(desk)
        return desk

    yield new_desk
    for desk in opened:
        desk.client.__exit__()


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()
