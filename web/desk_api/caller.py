"""Who calls: a program with a token, or a representative who is signed in; and in whose name."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from web.accounts.errors import StaffRefusalError
from web.accounts.guard import Guard
from web.accounts.logins import folded
from web.accounts.people import People
from web.accounts.records import Account, ApiClient, Role, Scope, Staff
from web.errors import RefusalCode
from web.inbox.store.holding import Person


@dataclass(frozen=True)
class Caller:
    """`who` stands in the audit log, `staff` is the representative in whose name it is done."""

    who: Staff | ApiClient
    staff: Staff

    @property
    def person(self) -> Person:
        """The representative as the inbox knows them."""
        return Person(self.staff.id, self.staff.name)


@dataclass(frozen=True)
class Callers:
    """Finds out who calls."""

    guard: Guard
    people: People

    async def of(self, request: Request, scope: Scope) -> Caller:
        """The caller, where they may do what `scope` names.

        A program names a representative by `?as=LOGIN`, or acts for the account that made its token.

        Raises:
            StaffRefusalError: see Guard.api; `not_allowed` also for somebody who is no representative (any more).
        """
        who = await self.guard.api(request, scope, Role.REPRESENTATIVE)
        login = request.query_params.get("as")
        if isinstance(who, Staff):
            if login is not None and folded(login) != who.login:
                raise StaffRefusalError(RefusalCode.NOT_ALLOWED)
            return Caller(who, who)
        return Caller(who, _acting(await self._account(who, login)))

    async def _account(self, client: ApiClient, login: str | None) -> Account | None:
        wanted = None if login is None else folded(login)
        for account in await self.people.every():
            if (account.id == client.account_id) if wanted is None else (account.login == wanted):
                return account
        return None

    async def audit(self, caller: Caller, what: str, conversation_id: str, **details: str) -> None:
        """Write down an act that is done; of a program, also in whose name."""
        named = {} if isinstance(caller.who, Staff) else {"as": caller.staff.login}
        await self.guard.audit(caller.who, what, details=named | details, conversation_id=conversation_id)


def _acting(account: Account | None) -> Staff:
    if account is None or account.disabled or Role.REPRESENTATIVE not in account.roles:
        raise StaffRefusalError(RefusalCode.NOT_ALLOWED)
    # Without a session there are no forms, and so no CSRF token.
    return Staff(account.id, account.login, account.name, account.roles, account.language, csrf="")
