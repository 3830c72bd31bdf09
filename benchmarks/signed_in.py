"""A representative, or a trainer, who is signed in, for benchmarks of their pages."""

from __future__ import annotations

import secrets
import time
from contextlib import closing
from dataclasses import dataclass

from web.accounts.cookie import COOKIE
from web.accounts.records import Account, Role
from web.accounts.sessions import Sessions
from web.accounts.store import accounts
from web.inbox.database import Database

PATIENCE_S = 60.0


@dataclass(frozen=True)
class SignedIn:
    """The account, and what its browser sends."""

    account_id: str
    cookies: dict[str, str]


async def sign_in(url: str, role: Role = Role.REPRESENTATIVE) -> SignedIn:
    """Make an account with a role in the database at `url`, and a session of it.

    Nobody can sign in to it: what is kept of its password fits none. Raises InboxUnavailableError.
    """
    account_id = secrets.token_hex(8)
    account = Account(account_id, f"rep-{account_id}", "Giulia", frozenset({role}), "it", False, False, time.time())
    with closing(Database(url, PATIENCE_S)) as database:
        await database.write(lambda connection: accounts.add(connection, account, ""))
        token = await Sessions(database).begin(account_id)
    return SignedIn(account_id, {COOKIE: token})
