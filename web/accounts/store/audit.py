"""Audit entries: added, and read from the newest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from web.accounts.records import AuditEntry
from web.accounts.tables import staff_audit as table


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """Add an entry."""
    connection.execute(insert(table).values(values))


def page(connection: Connection, who: str, before: int | None, limit: int) -> list[AuditEntry]:
    """The newest entries below the number `before`, of `who` where that is not empty."""
    query = select(table).order_by(table.c.number.desc()).limit(limit)
    if who:
        query = query.where(table.c.who == who)
    if before is not None:
        query = query.where(table.c.number < before)
    rows = connection.execute(query)
    return [
        AuditEntry(row.number, row.at, row.who, row.what, row.conversation_id or row.about, row.details) for row in rows
    ]
