"""The console over a small published company and an inbox, on each kind of database, with a Rasa that is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from learning.encoder import UniversalSentenceEncoder
from tests.factories.databases import Postgresql, Sqlite
from tests.factories.folders import write_company
from tests.factories.inboxes import fill_inbox
from tests.factories.publishing import publish
from tests.unit.web.accounts.desk import Clock
from tests.unit.web.console.played import Console
from web.inbox.database import open_inbox


@pytest.fixture(scope="session")
def fill_console(
    encoder: UniversalSentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Engine], None]:
    """Publishes the small company and makes the inbox's tables."""
    from policy_kb.database import migrate

    folder = write_company(tmp_path_factory.mktemp("console") / "small_shop")

    def fill(engine: Engine) -> None:
        migrate(engine)
        publish(engine, encoder, [folder])
        fill_inbox(engine)

    return fill


@pytest.fixture
def url(server: Sqlite | Postgresql, fill_console: Callable[[Engine], None]) -> Iterator[str]:
    """A database of the test's own, on each kind of database."""
    with server.copy("console", fill_console) as url:
        yield url


@pytest.fixture
def quick_url(sqlite_server: Sqlite, fill_console: Callable[[Engine], None]) -> Iterator[str]:
    """A SQLite file, for tests that are not about the database."""
    with sqlite_server.copy("console", fill_console) as url:
        yield url


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Its engine, with transactions as the inbox needs them."""
    engine = open_inbox(url)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def console(url: str, clock: Clock, encoder: UniversalSentenceEncoder) -> Iterator[Console]:
    console = Console(url, clock, encoder)
    yield console
    console.close()


@pytest.fixture
def quick(quick_url: str, clock: Clock, encoder: UniversalSentenceEncoder) -> Iterator[Console]:
    """The console on SQLite alone."""
    console = Console(quick_url, clock, encoder)
    yield console
    console.close()
