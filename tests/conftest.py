"""What all tests share: real databases, a small real company, the real sentence encoder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from learning.encoder import UniversalSentenceEncoder
    from tests.factories.databases import Postgresql, Sqlite
    from tests.factories.publishing import Published

# Imports of the knowledge base stand inside the fixtures: the tests of other parts start without it.
BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def quick_yaml() -> Iterator[None]:
    """Files are read by libyaml, ten times faster: thousands of tests put an app together, with all its words."""
    import yaml

    with pytest.MonkeyPatch.context() as patch:
        if yaml.__with_libyaml__:
            patch.setattr(yaml, "safe_load", partial(yaml.load, Loader=yaml.CSafeLoader))
        yield


@pytest.fixture(scope="session")
def encoder() -> UniversalSentenceEncoder:
    """The real encoder; it remembers every text, so that each costs its milliseconds once."""
    from learning.encoder import UniversalSentenceEncoder

    return UniversalSentenceEncoder(100_000)


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """Makes SQLite files."""
    from tests.factories.databases import Sqlite

    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgresql]:
    """Makes PostgreSQL databases. Skips where there is no server (fails on CI)."""
    from tests.factories.databases import Postgresql, postgres_url

    with postgres_url() as url:
        server = Postgresql(url)
        yield server
        server.close()


@pytest.fixture(scope="session", params=BACKENDS)
def server(request: pytest.FixtureRequest) -> Sqlite | Postgresql:
    """Each kind of database in turn."""
    name = "sqlite_server" if request.param == "sqlite" else "postgres_server"
    made: Sqlite | Postgresql = request.getfixturevalue(name)
    return made


@pytest.fixture
def engine(server: Sqlite | Postgresql) -> Iterator[Engine]:
    """An empty knowledge base of the newest layout, of the test's own, on each kind of database."""
    from policy_kb.database import migrate
    from tests.factories.databases import opened

    with server.copy("empty", migrate) as url, opened(url) as engine:
        yield engine


@pytest.fixture
def company_folder(tmp_path: Path) -> Path:
    """The content folder of a small company of three policies: gift-wrapping, sofa-trial, spare-parts."""
    from tests.factories.folders import write_company

    return write_company(tmp_path / "small_shop")


@pytest.fixture
def published(
    server: Sqlite | Postgresql, encoder: UniversalSentenceEncoder, company_folder: Path
) -> Iterator[Published]:
    """The small company in a database of the test's own, on each kind of database."""
    from tests.factories.databases import opened
    from tests.factories.publishing import Published

    with server.copy("published", _publish_small_company(encoder, company_folder)) as url, opened(url) as engine:
        yield Published(engine, company_folder, encoder)


@pytest.fixture(scope="session")
def shared_published(
    server: Sqlite | Postgresql, encoder: UniversalSentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    """The small company, shared by all tests that only read."""
    from tests.factories.databases import opened
    from tests.factories.folders import write_company
    from tests.factories.publishing import Published

    folder = write_company(tmp_path_factory.mktemp("shared") / "small_shop")
    with server.copy("published", _publish_small_company(encoder, folder)) as url, opened(url) as engine:
        yield Published(engine, folder, encoder)


def _publish_small_company(encoder: UniversalSentenceEncoder, folder: Path):  # type: ignore[no-untyped-def]
    from policy_kb.database import migrate
    from tests.factories.publishing import publish

    def fill(engine: Engine) -> None:
        migrate(engine)
        publish(engine, encoder, [folder])

    return fill
