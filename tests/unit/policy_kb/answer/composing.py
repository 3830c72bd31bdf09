"""A composer over a published company, at a moment that the test chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from learning.encoder import SentenceEncoder
from policy_kb.answer.composer import Composer
from policy_kb.answer.library import Library
from policy_kb.search.engine import PolicySearch
from tests.factories.publishing import Published

# Noon of the tests' day, in Rome too.
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **time: float) -> None:
        """Lets this much time pass."""
        self.moment += timedelta(**time)


def make_composer(published: Published, clock: Clock | None = None, encoder: SentenceEncoder | None = None) -> Composer:
    """A composer as `build_composer` makes one, with the clock of the test."""
    search = PolicySearch(published.engine, encoder or published.encoder)
    return Composer(Library(published.engine, clock or Clock()), search)
