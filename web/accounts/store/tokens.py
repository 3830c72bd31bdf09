"""Tokens of programs: kept by their hash, found, revoked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, insert, select, update

from web.accounts.records import ApiClient, ApiToken, Scope
from web.accounts.tables import api_token as table
from web.accounts.tables import staff_account as account


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Keep a new token."""
    connection.execute(insert(table).values(values))


def find(connection: Connection, token_hash: str, now: float) -> tuple[ApiClient, float | None] | None:
    """The program that has a good token, made by an account that is enabled; and when the token was last used."""
    query = select(table).join(account, account.c.account_id == table.c.account_id)
    good = (table.c.ends_at > now, table.c.revoked_at.is_(None), account.c.disabled.is_(False))
    row = connection.execute(query.where(table.c.token_hash == token_hash, *good)).one_or_none()
    if row is None:
        return None
    return ApiClient(row.token_id, row.name, _scopes(row.scopes), row.account_id), row.last_used_at


def touch(connection: Connection, token_id: str, now: float) -> None:
    """Remember that a token is used."""
    connection.execute(update(table).where(table.c.token_id == token_id).values(last_used_at=now))


def revoke(connection: Connection, token_id: str, now: float) -> str | None:
    """End a token for good; its name, None where there is none that could be ended."""
    query = update(table).where(table.c.token_id == token_id, table.c.revoked_at.is_(None)).values(revoked_at=now)
    name: str | None = connection.execute(query.returning(table.c.name)).scalar_one_or_none()
    return name


def every(connection: Connection) -> list[ApiToken]:
    """All tokens, the newest first."""
    query = select(table, account.c.login).join(account, account.c.account_id == table.c.account_id)
    rows = connection.execute(query.order_by(table.c.made_at.desc(), table.c.token_id))
    return [
        ApiToken(
            id=row.token_id,
            name=row.name,
            scopes=_scopes(row.scopes),
            made_by=row.login,
            made_at=row.made_at,
            ends_at=row.ends_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


def _scopes(codes: Collection[str]) -> frozenset[Scope]:
    return frozenset(Scope(code) for code in codes)
