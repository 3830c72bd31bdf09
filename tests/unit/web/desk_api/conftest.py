"""The interface for other desks over a small published company, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from learning.encoder import UniversalSentenceEncoder
from tests.unit.web.accounts.desk import Clock
from tests.unit.web.console.conftest import fill_console, quick_url, url
from tests.unit.web.desk_api.program import DeskConsole, Program

__all__ = ["fill_console", "quick_url", "url"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def console(url: str, clock: Clock, encoder: UniversalSentenceEncoder) -> Iterator[DeskConsole]:
    console = DeskConsole(url, clock, encoder)
    yield console
    console.close()


@pytest.fixture
def quick(quick_url: str, clock: Clock, encoder: UniversalSentenceEncoder) -> Iterator[DeskConsole]:
    """On SQLite alone, for tests that are not about the database."""
    console = DeskConsole(quick_url, clock, encoder)
    yield console
    console.close()


@pytest.fixture
def program(console: DeskConsole) -> Iterator[Program]:
    """A program whose token was made by a representative, Giulia."""
    program = console.program(console.representative())
    yield program
    program.close()
