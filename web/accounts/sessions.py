"""Sessions of staff: tokens that rotate, and end by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from web.accounts.records import Role, Session, Staff
from web.accounts.secrets_made import hash_of, new_id, new_token
from web.accounts.store import sessions
from web.accounts.store.sessions import Since
from web.inbox.database import Database

IDLE_SECONDS = 8 * 60 * 60
LONGEST_SECONDS = 24 * 60 * 60
ROTATE_SECONDS = 15 * 60
GRACE_SECONDS = 60
# Writing down each single use would make every reading a writing.
_TOUCH_SECONDS = 60


@dataclass(frozen=True)
class Sessions:
    """Begins, finds and ends sessions. All raise InboxUnavailableError; `clock` gives seconds since 1970."""

    database: Database
    clock: Callable[[], float] = time.time

    async def begin(self, account_id: str, sent: str | None = None) -> str:
        """A new session's token, which nobody has ever seen; the session of `sent`, if there is one, ends."""
        token = new_token()

        def work(connection: Connection) -> None:
            sessions.end_old(connection, self._since())
            if sent is not None:
                sessions.end_token(connection, hash_of(sent))
            sessions.begin(connection, self._values(account_id, token))

        await self.database.write(work)
        return token

    async def find(self, token: str) -> Session | None:
        """The session of a token, if it is good."""
        hashed, since = hash_of(token), self._since()
        return await self.database.read(lambda connection: sessions.find(connection, hashed, since))

    async def keep_fresh(self, session: Session, token: str) -> str | None:
        """Remember that a session is used; from time to time its token is exchanged for the one that is returned."""
        now = self.clock()
        if session.is_current and now - session.rotated_at >= ROTATE_SECONDS:
            return await self.rotate(session.staff.session, token)
        if now - session.seen_at >= _TOUCH_SECONDS:
            await self.database.write(lambda connection: sessions.touch(connection, session.staff.session, now))
        return None

    async def rotate(self, session_id: str, token: str) -> str | None:
        """Exchange a token; None where another request has just done so."""
        fresh, now = new_token(), self.clock()
        done = await self.database.write(
            lambda connection: sessions.rotate(connection, session_id, hash_of(token), hash_of(fresh), now)
        )
        return fresh if done else None

    async def holds(self, staff: Staff, roles: Collection[Role]) -> bool:
        """Whether a session is still good, and has one of `roles` (none: any)."""
        since = self._since()
        found = await self.database.read(lambda connection: sessions.by_id(connection, staff.session, since))
        return found is not None and (not roles or found.staff.has(*roles))

    async def end(self, staff: Staff) -> None:
        """End this session."""
        await self.database.write(lambda connection: sessions.end(connection, staff.session))

    async def end_everywhere(self, staff: Staff) -> None:
        """End all sessions of this account."""
        await self.database.write(lambda connection: sessions.end_all(connection, staff.id))

    def _since(self) -> Since:
        now = self.clock()
        return Since(now, now - IDLE_SECONDS, now - GRACE_SECONDS)

    def _values(self, account_id: str, token: str) -> dict[str, object]:
        now = self.clock()
        return {
            "session_id": new_id(),
            "token_hash": hash_of(token),
            "account_id": account_id,
            "csrf": new_token(),
            "made_at": now,
            "seen_at": now,
            "rotated_at": now,
            "ends_at": now + LONGEST_SECONDS,
        }
