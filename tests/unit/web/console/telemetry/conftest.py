"""An office whose suggestions are counted."""

from __future__ import annotations

import pytest

from tests.unit.web.console.played import Console
from tests.unit.web.console.telemetry.shown import Office


@pytest.fixture
def office(console: Console) -> Office:
    """On each kind of database."""
    return Office(console)


@pytest.fixture
def quick_office(quick: Console) -> Office:
    """On SQLite alone, for tests that are not about the database."""
    return Office(quick)
