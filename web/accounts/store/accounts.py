"""Accounts: kept, found, changed; never deleted, for the audit log speaks of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from web.accounts.records import Account, Role
from web.accounts.tables import staff_account as table
from web.language import DEFAULT, is_language


def add(connection: Connection, account: Account, password_hash: str) -> None:
    """Keep a new account, whose login is free."""
    values: dict[str, Any] = {
        "account_id": account.id,
        "login": account.login,
        "name": account.name,
        "password_hash": password_hash,
        "roles": role_codes(account.roles),
        "language": account.language,
        "disabled": account.disabled,
        "must_change_password": account.must_change_password,
        "created_at": account.created_at,
    }
    connection.execute(insert(table).values(values))


def find(connection: Connection, account_id: str) -> Account | None:
    """An account by its id."""
    row = connection.execute(select(table).where(table.c.account_id == account_id)).one_or_none()
    return None if row is None else read_account(row)


def by_login(connection: Connection, login: str) -> tuple[Account, str] | None:
    """The account with a folded login, and the hash of its password."""
    row = connection.execute(select(table).where(table.c.login == login)).one_or_none()
    return None if row is None else (read_account(row), row.password_hash)


def everybody(connection: Connection, lock: bool = False) -> list[Account]:
    """All accounts by login; with `lock`, nobody else changes one until the transaction ends."""
    query = select(table).order_by(table.c.login)
    return [read_account(row) for row in connection.execute(query.with_for_update() if lock else query)]


def number(connection: Connection) -> int:
    """How many accounts there are."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def password_hash(connection: Connection, account_id: str) -> str:
    """The hash of an account's password; the account must exist."""
    return str(connection.execute(select(table.c.password_hash).where(table.c.account_id == account_id)).scalar_one())


def keep(connection: Connection, account_id: str, **values: Any) -> None:
    """Change columns of an account."""
    connection.execute(update(table).where(table.c.account_id == account_id).values(values))


def role_codes(roles: Collection[Role]) -> list[str]:
    """Roles as they are stored, in a fixed order."""
    return [role.value for role in Role if role in roles]


def read_account(row: Row[Any]) -> Account:
    """An account from a row that has the table's columns."""
    return Account(
        id=row.account_id,
        login=row.login,
        name=row.name,
        roles=read_roles(row.roles),
        language=row.language if is_language(row.language) else DEFAULT,
        disabled=row.disabled,
        must_change_password=row.must_change_password,
        created_at=row.created_at,
    )


def read_roles(codes: Collection[str]) -> frozenset[Role]:
    """Roles from their codes."""
    return frozenset(Role(code) for code in codes)
