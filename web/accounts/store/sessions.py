"""Sessions: begun, found by the hash of their token, rotated, ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from web.accounts.records import Session, Staff
from web.accounts.store.accounts import read_roles
from web.accounts.tables import staff_account as account
from web.accounts.tables import staff_session as table
from web.language import DEFAULT, is_language


@dataclass(frozen=True)
class Since:
    """The times from which on a session is good at `now`: last seen, and rotated where an old token is used."""

    now: float
    seen: float
    rotated: float


def begin(connection: Connection, values: dict[str, Any]) -> None:
    """Keep a new session."""
    connection.execute(insert(table).values(values))


def find(connection: Connection, token_hash: str, since: Since) -> Session | None:
    """The good session of an enabled account, by its token or, for a moment, the one before."""
    previous = and_(table.c.previous_hash == token_hash, table.c.rotated_at > since.rotated)
    return _one(connection, or_(table.c.token_hash == token_hash, previous), token_hash, since)


def by_id(connection: Connection, session_id: str, since: Since) -> Session | None:
    """A session by its id, if it is good."""
    return _one(connection, table.c.session_id == session_id, "", since)


def rotate(connection: Connection, session_id: str, token_hash: str, fresh_hash: str, now: float) -> bool:
    """Exchange a token for a fresh one; False where somebody has done so just before."""
    query = update(table).where(table.c.session_id == session_id, table.c.token_hash == token_hash)
    values = {"token_hash": fresh_hash, "previous_hash": token_hash, "rotated_at": now, "seen_at": now}
    return connection.execute(query.values(values)).rowcount > 0


def touch(connection: Connection, session_id: str, now: float) -> None:
    """Remember that a session is used."""
    connection.execute(update(table).where(table.c.session_id == session_id).values(seen_at=now))


def end(connection: Connection, session_id: str) -> None:
    """End one session."""
    connection.execute(delete(table).where(table.c.session_id == session_id))


def end_token(connection: Connection, token_hash: str) -> None:
    """End the session of a token, if there is one."""
    connection.execute(delete(table).where(or_(table.c.token_hash == token_hash, table.c.previous_hash == token_hash)))


def end_all(connection: Connection, account_id: str, but: str = "") -> None:
    """End the sessions of an account, all `but` one."""
    connection.execute(delete(table).where(table.c.account_id == account_id, table.c.session_id != but))


def end_old(connection: Connection, since: Since) -> None:
    """Remove the sessions that have ended by themselves."""
    connection.execute(delete(table).where(or_(table.c.ends_at <= since.now, table.c.seen_at <= since.seen)))


def _one(connection: Connection, which: ColumnElement[bool], token_hash: str, since: Since) -> Session | None:
    good = and_(table.c.ends_at > since.now, table.c.seen_at > since.seen, account.c.disabled.is_(False))
    columns = (account.c.login, account.c.name, account.c.roles, account.c.language, account.c.must_change_password)
    query = select(table, *columns).join(account, account.c.account_id == table.c.account_id).where(which, good)
    row = connection.execute(query).one_or_none()
    return None if row is None else _read(row, token_hash)


def _read(row: Row[Any], token_hash: str) -> Session:
    staff = Staff(
        id=row.account_id,
        login=row.login,
        name=row.name,
        roles=read_roles(row.roles),
        language=row.language if is_language(row.language) else DEFAULT,
        csrf=row.csrf,
        session=row.session_id,
        must_change_password=row.must_change_password,
    )
    return Session(staff, row.seen_at, row.rotated_at, is_current=row.token_hash == token_hash)
