"""Failures in a row make the next sign-in wait: kept in the database, so that it holds for all processes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from web.accounts.errors import LockedOutError
from web.accounts.secrets_made import hash_of
from web.accounts.store import attempts
from web.accounts.store.attempts import Kind
from web.inbox.database import Database
from web.rate_limits import network_of

_MINUTE = 60
_LONGEST_MINUTES = 15
# A whole office may have one address, and somebody there may mistype now and then.
FREE: dict[Kind, int] = {"login": 5, "address": 20}
FORGOTTEN_SECONDS: dict[Kind, int] = {"login": 24 * 60 * 60, "address": 60 * 60}


@dataclass(frozen=True)
class Lockout:
    """Counts tries. All raise InboxUnavailableError; `clock` gives seconds since 1970."""

    database: Database
    clock: Callable[[], float] = time.time

    async def count(self, login: str, address: str) -> None:
        """Count a try as a failure before it is made, so that tries at the same moment are no way around.

        Raises:
            LockedOutError: the login, or the address, has to wait; nothing is counted.
        """
        seconds = await self.database.write(lambda connection: self._count(connection, _keys(login, address)))
        if seconds > 0:
            raise LockedOutError(seconds)

    async def forgive(self, login: str, address: str) -> None:
        """The try was none: the login begins anew, and the address has one failure less."""
        keys = _keys(login, address)

        def work(connection: Connection) -> None:
            address_key, now = keys["address"], self.clock()
            failures, free_at = attempts.lock(connection, "address", address_key, now)
            fewer = max(0, failures - 1)
            # Whoever knows one password does not thereby free an address that tries many others.
            free_at = 0.0 if fewer < FREE["address"] else free_at
            attempts.keep(connection, "address", address_key, fewer, now, free_at)
            attempts.forget(connection, "login", keys["login"])

        await self.database.write(work)

    def _count(self, connection: Connection, keys: dict[Kind, str]) -> int:
        now = self.clock()
        for kind, seconds in FORGOTTEN_SECONDS.items():
            attempts.forget_old(connection, kind, now - seconds)
        # Always in the same order, so that two tries never wait for each other.
        held = {kind: attempts.lock(connection, kind, key, now) for kind, key in keys.items()}
        wait = max(free_at for _, free_at in held.values()) - now
        if wait > 0:
            return math.ceil(wait)
        for kind, key in keys.items():
            failures = held[kind][0] + 1
            attempts.keep(connection, kind, key, failures, now, now + _pause(failures, FREE[kind]))
        return 0


def _pause(failures: int, free: int) -> int:
    """The seconds to wait after so many failures: none below `free`, then 1, 2, 4, 8 and at last 15 minutes."""
    if failures < free:
        return 0
    return _MINUTE * min(_LONGEST_MINUTES, 1 << min(failures - free, 10))


def _keys(login: str, address: str) -> dict[Kind, str]:
    # Of a hash: whatever was typed, NUL and all, it fits into the database, and a mistyped password is not kept there.
    return {"address": network_of(address), "login": hash_of(login)}
