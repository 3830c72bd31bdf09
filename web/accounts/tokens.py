"""Tokens of programs: made by administrators, shown once, ended by a date or by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from web.accounts.audit import Actor, AuditTrail
from web.accounts.errors import AccountError, AccountProblem
from web.accounts.records import ApiClient, ApiToken, Scope, Staff
from web.accounts.secrets_made import API_PREFIX, hash_of, looks_made, new_id, new_token
from web.accounts.store import tokens
from web.inbox.database import Database

LONGEST_NAME = 60
LONGEST_DAYS = 366
_DAY = 24 * 60 * 60
_TOUCH_SECONDS = 60


@dataclass(frozen=True)
class ApiTokens:
    """Makes, finds and revokes tokens. All raise InboxUnavailableError."""

    database: Database
    trail: AuditTrail
    clock: Callable[[], float] = time.time

    async def make(self, staff: Staff, name: str, scopes: Collection[Scope], days: int) -> str:
        """A new token, of which only the hash is kept.

        Raises:
            AccountError: no name or a long one, no scopes, or not 1 to 366 days.
        """
        _check(name, scopes, days)
        token, now = API_PREFIX + new_token(), self.clock()
        values = {
            "token_id": new_id(),
            "token_hash": hash_of(token),
            "name": name,
            "account_id": staff.id,
            "scopes": sorted(scope.value for scope in scopes),
            "made_at": now,
            "ends_at": now + days * _DAY,
        }

        def work(connection: Connection) -> None:
            tokens.add(connection, values)
            details = {"scopes": values["scopes"], "days": days}
            self.trail.note(connection, Actor.of(staff), "token_made", name, details)

        await self.database.write(work)
        return token

    async def find(self, token: str) -> ApiClient | None:
        """Who has a token that is good; None for any other text."""
        if not token.startswith(API_PREFIX) or not looks_made(token):
            return None
        hashed, now = hash_of(token), self.clock()
        found = await self.database.read(lambda connection: tokens.find(connection, hashed, now))
        if found is None:
            return None
        client, last_used_at = found
        if last_used_at is None or now - last_used_at >= _TOUCH_SECONDS:
            await self.database.write(lambda connection: tokens.touch(connection, client.id, now))
        return client

    async def revoke(self, staff: Staff, token_id: str) -> None:
        """End a token for good; nothing happens where there is none."""
        now = self.clock()

        def work(connection: Connection) -> None:
            name = tokens.revoke(connection, token_id, now)
            if name is not None:
                self.trail.note(connection, Actor.of(staff), "token_revoked", name)

        await self.database.write(work)

    async def every(self) -> list[ApiToken]:
        """All tokens, the newest first."""
        return await self.database.read(tokens.every)


def _check(name: str, scopes: Collection[Scope], days: int) -> None:
    if not 0 < len(name) <= LONGEST_NAME:
        raise AccountError(AccountProblem.BAD_TOKEN_NAME, most=LONGEST_NAME)
    if not scopes:
        raise AccountError(AccountProblem.NO_SCOPES)
    if not 0 < days <= LONGEST_DAYS:
        raise AccountError(AccountProblem.BAD_DAYS, most=LONGEST_DAYS)
