"""The other representatives, to whom a conversation can be passed on."""

from __future__ import annotations

from dataclasses import dataclass

from web.accounts.errors import StaffRefusalError
from web.accounts.people import People
from web.accounts.records import Role, Staff
from web.errors import RefusalCode
from web.inbox.store.holding import Person


@dataclass(frozen=True)
class Colleagues:
    """Reads the accounts. All raise InboxUnavailableError."""

    people: People

    async def of(self, staff: Staff) -> list[Person]:
        """Everybody else who may have conversations."""
        return [person for person in await self._every() if person.id != staff.id]

    async def named(self, account_id: str) -> Person:
        """The representative with that account. Raises StaffRefusalError where there is none."""
        for person in await self._every():
            if person.id == account_id:
                return person
        raise StaffRefusalError(RefusalCode.NOT_FOUND)

    async def _every(self) -> list[Person]:
        return [
            Person(account.id, account.name)
            for account in await self.people.every()
            if not account.disabled and Role.REPRESENTATIVE in account.roles
        ]
