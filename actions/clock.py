"""The clock of the action server: the present moment, unless the server was started for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sanic import Request

Clock = Callable[[], datetime]
# With this as CHIARO_NOW each call names its moment, in this header. Both stand in `conversation_tests/moments.py` too.
PER_CALL = "per-call"
HEADER = "X-Chiaro-Now"


def moment_of_call(environ: Mapping[str, str]) -> str:
    """The ISO moment at which the clock stands for the call that is being answered; empty where it goes.

    That is `CHIARO_NOW`, for every call. Only where the server was started with `CHIARO_NOW=per-call` is the call's
    header looked at. Raises LookupError where it has none then: the present would make a test's verdict depend on time.
    """
    given = environ.get("CHIARO_NOW", "").strip()
    if given != PER_CALL:
        return given
    named: str = Request.get_current().headers.get(HEADER, "").strip()
    if not named:
        raise LookupError(HEADER)
    return named


def clock_at(moment: str) -> Clock:
    """A clock that stands still at an ISO moment (UTC unless it has a zone), or goes where none is given.

    Raises ValueError where it is no moment.
    """
    if not moment:
        return lambda: datetime.now(UTC)
    read = datetime.fromisoformat(moment)
    fixed = read if read.tzinfo else read.replace(tzinfo=UTC)
    return lambda: fixed
