"""Who did what: only added to, and read by administrators."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from web.accounts.records import ApiClient, AuditEntry, Staff
from web.accounts.store import audit
from web.inbox.database import Database

# What is done without anybody being signed in: by the command line.
COMMAND_LINE = "(command line)"
PAGE = 50


@dataclass(frozen=True)
class Actor:
    """Who does something: an account's id, if it is one, and how they are named."""

    account_id: str | None
    who: str

    @classmethod
    def of(cls, who: Staff | ApiClient) -> Actor:
        """Somebody signed in, or a program, which is named by its token."""
        if isinstance(who, Staff):
            return cls(who.id, who.login)
        return cls(who.account_id, f"token:{who.name}")


@dataclass(frozen=True)
class AuditTrail:
    """Adds and reads entries. All raise InboxUnavailableError."""

    database: Database
    clock: Callable[[], float] = time.time

    async def add(
        self,
        who: Staff | ApiClient,
        what: str,
        about: str = "",
        details: Mapping[str, Any] | None = None,
        conversation_id: str | None = None,
    ) -> None:
        """Write down an act that is done."""
        actor = Actor.of(who)
        await self.database.write(
            lambda connection: self.note(connection, actor, what, about, details, conversation_id)
        )

    def note(
        self,
        connection: Connection,
        actor: Actor,
        what: str,
        about: str = "",
        details: Mapping[str, Any] | None = None,
        conversation_id: str | None = None,
    ) -> None:
        """As `add`, in the transaction of the act itself: both or neither."""
        values = {
            "at": self.clock(),
            "account_id": actor.account_id,
            "who": actor.who,
            "what": what,
            "about": about,
            "details": dict(details or {}),
            "conversation_id": conversation_id,
        }
        audit.add(connection, values)

    async def page(self, who: str = "", before: int | None = None) -> list[AuditEntry]:
        """The newest entries, at most PAGE and one that tells whether there are more: of `who`, older than `before`."""
        return await self.database.read(lambda connection: audit.page(connection, who, before, PAGE + 1))
