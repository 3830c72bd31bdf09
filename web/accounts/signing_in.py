"""Signing in: the same answer, after about the same work, for whatever is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from web.accounts.audit import Actor, AuditTrail
from web.accounts.errors import WrongSignInError
from web.accounts.lockout import Lockout
from web.accounts.logins import folded, is_possible
from web.accounts.passwords import Passwords
from web.accounts.records import Account
from web.accounts.sessions import Sessions
from web.accounts.store import accounts
from web.inbox.database import Database


@dataclass(frozen=True)
class SigningIn:
    """Checks a login and a password and begins a session."""

    database: Database
    passwords: Passwords
    sessions: Sessions
    lockout: Lockout
    trail: AuditTrail

    async def sign_in(self, login: str, password: str, address: str, sent: str | None) -> str:
        """The token of a new session, from the network address `address`; the session of the token `sent` ends.

        Raises:
            LockedOutError: too many failures in a row, whatever is typed now.
            WrongSignInError: no such account, a disabled one, or another password.
        """
        wanted = folded(login)
        await self.lockout.count(wanted, address)
        found = await self.database.read(lambda connection: _find(connection, wanted))
        is_right = await self.passwords.verify(found[1] if found else None, password)
        if found is None or not is_right or found[0].disabled:
            await self._note(found[0] if found else None, "sign_in_failed")
            raise WrongSignInError
        account, kept = found
        await self.lockout.forgive(wanted, address)
        if self.passwords.is_outdated(kept):
            await self._keep_anew(account, password)
        await self._note(account, "signed_in")
        return await self.sessions.begin(account.id, sent)

    async def _note(self, account: Account | None, what: str) -> None:
        # What was typed where there is no such account may be a password in the wrong field.
        actor = Actor(account.id, account.login) if account else Actor(None, "")
        await self.database.write(lambda connection: self.trail.note(connection, actor, what))

    async def _keep_anew(self, account: Account, password: str) -> None:
        fresh = await self.passwords.hash(password)
        await self.database.write(lambda connection: accounts.keep(connection, account.id, password_hash=fresh))


def _find(connection: Connection, login: str) -> tuple[Account, str] | None:
    return accounts.by_login(connection, login) if is_possible(login) else None
