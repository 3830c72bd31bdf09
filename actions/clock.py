"""The clock of the action server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime


def read_clock(environ: Mapping[str, str]) -> Callable[[], datetime]:
    """The present moment in UTC; `CHIARO_NOW` (an ISO moment) makes it stand still, for conversation tests.

    A moment without a zone is taken as UTC. Raises ValueError where it is no moment.
    """
    given = environ.get("CHIARO_NOW", "").strip()
    if not given:
        return lambda: datetime.now(UTC)
    moment = datetime.fromisoformat(given)
    fixed = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return lambda: fixed
