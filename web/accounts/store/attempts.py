"""Failed sign-ins in a row, of a login and of an address."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, delete, select, update

from web.accounts.tables import staff_attempt as table
from web.inbox.store.inserting import insert_into

Kind = Literal["login", "address"]


def lock(connection: Connection, kind: Kind, key: str, now: float) -> tuple[int, float]:
    """The failures in a row, and when the next try is free; nobody else counts until the transaction ends."""
    # Made first where it is missing, so that there is a row to lock: two tries at once are counted as two.
    values = {"kind": kind, "key": key, "failures": 0, "failed_at": now, "free_at": 0.0}
    connection.execute(insert_into(connection, table).values(values).on_conflict_do_nothing())
    query = select(table.c.failures, table.c.free_at).where(table.c.kind == kind, table.c.key == key)
    row = connection.execute(query.with_for_update()).one()
    return row.failures, row.free_at


def keep(connection: Connection, kind: Kind, key: str, failures: int, failed_at: float, free_at: float) -> None:
    """Write down how many failures there are now; the row is locked."""
    query = update(table).where(table.c.kind == kind, table.c.key == key)
    connection.execute(query.values(failures=failures, failed_at=failed_at, free_at=free_at))


def forget(connection: Connection, kind: Kind, key: str) -> None:
    """Begin to count anew."""
    connection.execute(delete(table).where(table.c.kind == kind, table.c.key == key))


def forget_old(connection: Connection, kind: Kind, before: float) -> None:
    """Begin to count anew where there was no failure since `before`."""
    connection.execute(delete(table).where(table.c.kind == kind, table.c.failed_at < before))
