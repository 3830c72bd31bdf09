"""The small company with cases for the sofa trial, which tests only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate
from tests.factories.cases import sofa_cases
from tests.factories.databases import Postgresql, Sqlite, opened
from tests.factories.folders import change_newest, write_company
from tests.factories.publishing import Published, publish


@pytest.fixture(scope="session")
def with_cases(
    server: Sqlite | Postgresql, encoder: UniversalSentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    folder = write_company(tmp_path_factory.mktemp("cases") / "shop")
    change_newest(folder, "sofa-trial", cases=sofa_cases())

    def fill(engine: Engine) -> None:
        migrate(engine)
        publish(engine, encoder, [folder])

    with server.copy("cases", fill) as url, opened(url) as engine:
        yield Published(engine, folder, encoder)
