"""What administrators, the command line, and people themselves do with accounts; each act with its audit entry."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from web.accounts import logins
from web.accounts.audit import Actor, AuditTrail
from web.accounts.errors import AccountError, AccountProblem
from web.accounts.passwords import Passwords
from web.accounts.records import Account, Role
from web.accounts.secrets_made import new_id, new_password
from web.accounts.store import accounts, sessions
from web.customer_text import has_broken_characters, has_control_characters, is_blank
from web.inbox.database import Database
from web.language import DEFAULT, Language

FIRST_LOGIN = "admin"
LONGEST_NAME = 80


@dataclass(frozen=True)
class People:
    """Makes and changes accounts. All raise InboxUnavailableError, and AccountError where something is wrong."""

    database: Database
    passwords: Passwords
    trail: AuditTrail
    clock: Callable[[], float] = time.time

    async def first(self) -> str | None:
        """Make the first administrator, where there is no account at all; its password, to be shown once."""
        if await self.every():
            return None
        password = new_password()
        account = self._new(FIRST_LOGIN, FIRST_LOGIN.title(), frozenset({Role.ADMINISTRATOR}), DEFAULT)
        kept = await self.passwords.hash(password)

        def work(connection: Connection) -> bool:
            if accounts.number(connection):
                return False
            accounts.add(connection, account, kept)
            self.trail.note(connection, Actor(None, FIRST_LOGIN), "account_added", FIRST_LOGIN, _roles(account.roles))
            return True

        try:
            return password if await self.database.write(work) else None
        except IntegrityError:  # another process was first
            return None

    async def add(self, actor: Actor, login: str, name: str, roles: Collection[Role], language: Language) -> str:
        """Make an account; its first password, which has to be changed at once."""
        wanted, shown = logins.checked(login), _checked_name(name)
        _check_roles(roles)
        password = new_password()
        kept = await self.passwords.hash(password)
        account = self._new(wanted, shown, frozenset(roles), language)

        def work(connection: Connection) -> None:
            if accounts.by_login(connection, wanted) is not None:
                raise AccountError(AccountProblem.LOGIN_TAKEN, login=wanted)
            accounts.add(connection, account, kept)
            self.trail.note(connection, actor, "account_added", wanted, _roles(roles))

        try:
            await self.database.write(work)
        except IntegrityError as error:  # somebody else has made it at this moment
            raise AccountError(AccountProblem.LOGIN_TAKEN, login=wanted) from error
        return password

    async def set_roles(self, actor: Actor, account_id: str, roles: Collection[Role]) -> Account:
        """Give an account other roles; they hold from its next request on."""
        _check_roles(roles)

        def change(connection: Connection, account: Account) -> None:
            accounts.keep(connection, account.id, roles=accounts.role_codes(roles))
            self.trail.note(connection, actor, "roles_changed", account.login, _roles(roles))

        return await self._changed(account_id, change, stays=Role.ADMINISTRATOR in roles)

    async def set_disabled(self, actor: Actor, account_id: str, disabled: bool) -> Account:
        """Disable an account, which ends its sessions and stops its tokens; or enable it again."""

        def change(connection: Connection, account: Account) -> None:
            accounts.keep(connection, account.id, disabled=disabled)
            if disabled:
                sessions.end_all(connection, account.id)
            what = "account_disabled" if disabled else "account_enabled"
            self.trail.note(connection, actor, what, account.login)

        return await self._changed(account_id, change, stays=not disabled)

    async def reset_password(self, actor: Actor, account_id: str) -> tuple[Account, str]:
        """Give an account a new password, which has to be changed at once; its sessions end."""
        password = new_password()
        kept = await self.passwords.hash(password)

        def change(connection: Connection, account: Account) -> None:
            accounts.keep(connection, account.id, password_hash=kept, must_change_password=True)
            sessions.end_all(connection, account.id)
            self.trail.note(connection, actor, "password_reset", account.login)

        return await self._changed(account_id, change, stays=True), password

    async def set_language(self, account_id: str, language: Language) -> None:
        """Choose the language of one's own pages."""
        await self.database.write(lambda connection: accounts.keep(connection, account_id, language=language))

    async def every(self) -> list[Account]:
        """All accounts by login."""
        return await self.database.read(accounts.everybody)

    async def named(self, login: str) -> Account:
        """The account with a login."""
        wanted = logins.folded(login)
        found = await self.database.read(
            lambda connection: accounts.by_login(connection, wanted) if logins.is_possible(wanted) else None
        )
        if found is None:
            raise AccountError(AccountProblem.UNKNOWN_ACCOUNT)
        return found[0]

    async def _changed(self, account_id: str, change: Callable[[Connection, Account], None], *, stays: bool) -> Account:
        """Change an account; `stays`: it is an administrator's afterwards, if it is one's now."""

        def work(connection: Connection) -> Account:
            everybody = {account.id: account for account in accounts.everybody(connection, lock=True)}
            account = everybody.get(account_id)
            if account is None:
                raise AccountError(AccountProblem.UNKNOWN_ACCOUNT)
            others = [one for one in everybody.values() if one.id != account_id and _administers(one)]
            if _administers(account) and not stays and not others:
                raise AccountError(AccountProblem.LAST_ADMINISTRATOR)
            change(connection, account)
            return account

        return await self.database.write(work)

    def _new(self, login: str, name: str, roles: frozenset[Role], language: Language) -> Account:
        return Account(
            id=new_id(),
            login=login,
            name=name,
            roles=roles,
            language=language,
            disabled=False,
            must_change_password=True,
            created_at=self.clock(),
        )


def _administers(account: Account) -> bool:
    return Role.ADMINISTRATOR in account.roles and not account.disabled


def _roles(roles: Collection[Role]) -> dict[str, list[str]]:
    return {"roles": accounts.role_codes(roles)}


def _check_roles(roles: Collection[Role]) -> None:
    if not roles:
        raise AccountError(AccountProblem.NO_ROLES)


def _checked_name(name: str) -> str:
    shown = " ".join(name.split())
    unclean = has_control_characters(shown) or has_broken_characters(shown)
    if is_blank(shown) or len(shown) > LONGEST_NAME or unclean:
        raise AccountError(AccountProblem.BAD_NAME, most=LONGEST_NAME)
    return shown
