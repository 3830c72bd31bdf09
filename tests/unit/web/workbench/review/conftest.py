"""The review over an inbox, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.encoder import UniversalSentenceEncoder
from tests.factories.databases import Postgresql, Sqlite
from tests.factories.inboxes import fill_inbox
from tests.unit.web.workbench.review.office import Office


@pytest.fixture
def office(server: Sqlite | Postgresql, tmp_path: Path, encoder: UniversalSentenceEncoder) -> Iterator[Office]:
    with server.copy("inbox", fill_inbox) as url:
        office = Office(url, tmp_path, encoder)
        yield office
        office.close()


@pytest.fixture
def quick(sqlite_server: Sqlite, tmp_path: Path, encoder: UniversalSentenceEncoder) -> Iterator[Office]:
    """On SQLite alone, for tests that are not about the database."""
    with sqlite_server.copy("inbox", fill_inbox) as url:
        office = Office(url, tmp_path, encoder)
        yield office
        office.close()
