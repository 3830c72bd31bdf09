"""Changing one's own password."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy import Connection

from web.accounts.audit import Actor, AuditTrail
from web.accounts.errors import AccountError, AccountProblem
from web.accounts.lockout import Lockout
from web.accounts.passwords import Passwords, check_password
from web.accounts.records import Staff
from web.accounts.sessions import Sessions
from web.accounts.store import accounts, sessions
from web.inbox.database import Database


@dataclass(frozen=True)
class OwnPassword:
    """Changes the password of whoever is signed in."""

    database: Database
    passwords: Passwords
    sessions: Sessions
    lockout: Lockout
    trail: AuditTrail

    async def change(self, staff: Staff, address: str, old: str, new: str, again: str) -> str:
        """Take a new password; all sessions end, and the token of a new one is returned.

        Raises:
            AccountError: the old password is wrong, or the new one is not good enough.
            LockedOutError: the old one was wrong too often.
        """
        if not hmac.compare_digest(new.encode("utf-8", "replace"), again.encode("utf-8", "replace")):
            raise AccountError(AccountProblem.PASSWORD_TWICE)
        check_password(new, staff.login)
        await self._check_old(staff, address, old)
        if old == new:
            raise AccountError(AccountProblem.PASSWORD_SAME)
        kept = await self.passwords.hash(new)

        def work(connection: Connection) -> None:
            accounts.keep(connection, staff.id, password_hash=kept, must_change_password=False)
            sessions.end_all(connection, staff.id)
            self.trail.note(connection, Actor.of(staff), "password_changed", staff.login)

        await self.database.write(work)
        return await self.sessions.begin(staff.id)

    async def _check_old(self, staff: Staff, address: str, old: str) -> None:
        # A session left open is no way to try passwords without end.
        await self.lockout.count(staff.login, address)
        kept = await self.database.read(lambda connection: accounts.password_hash(connection, staff.id))
        if not await self.passwords.verify(kept, old):
            raise AccountError(AccountProblem.PASSWORD_WRONG)
        await self.lockout.forgive(staff.login, address)
