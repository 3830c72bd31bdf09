"""The list of groups: one range of one index, whatever the number of items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_

from web.workbench.review.records import KINDS, Asked, Group, Kind, Place, State
from web.workbench.review.store import items
from web.workbench.review.tables import review_count as table


def listed(connection: Connection, asked: Asked, after: Place | None, limit: int) -> list[Group]:
    """Groups as asked for, the largest first; `after` a place in that order."""
    rows = connection.execute(_query(asked, after).limit(limit)).all()
    newest = items.find(connection, [row.newest for row in rows])
    kinds = _kinds(connection, [row.group_id for row in rows], asked.state)
    # One whose newest item was erased a moment ago is counted anew soon, and shown then.
    return [
        Group(Place(row.size, row.newest, row.group_id), newest[row.newest], kinds.get(row.group_id, ()))
        for row in rows
        if row.newest in newest
    ]


def sizes(connection: Connection, group_id: int) -> dict[str, int]:
    """How many items of a group stand how."""
    query = select(table.c.state, table.c.size).where(table.c.group_id == group_id, *_whole())
    return {row.state: row.size for row in connection.execute(query)}


def _query(asked: Asked, after: Place | None) -> Select[Any]:
    order = (table.c.size, table.c.newest, table.c.group_id)
    is_asked = [table.c.state == asked.state, table.c.kind == asked.kind, table.c.policy_id == asked.policy_id]
    if asked.language:
        is_asked.append(table.c.language == asked.language)
    if after is not None:
        is_asked.append(tuple_(*order) < tuple_(after.size, after.newest, after.group_id))
    return select(*order).where(*is_asked).order_by(*(column.desc() for column in order))


def _kinds(connection: Connection, group_ids: Sequence[int], state: State) -> dict[int, tuple[tuple[Kind, int], ...]]:
    """What went wrong in groups, by the table's key.

    The state is wrapped: SQLite would else take an index that begins with it, and read all groups.
    """
    is_so = func.coalesce(table.c.state, "") == state
    is_meant = (table.c.group_id.in_(group_ids), table.c.policy_id == "", table.c.kind != "", is_so)
    by_group: dict[int, list[Any]] = {}
    for row in connection.execute(select(table.c.group_id, table.c.kind, table.c.size).where(*is_meant)):
        by_group.setdefault(row.group_id, []).append(row)
    return {group_id: _in_order(rows) for group_id, rows in by_group.items()}


def _in_order(rows: Sequence[Any]) -> tuple[tuple[Kind, int], ...]:
    found = {row.kind: row.size for row in rows}
    return tuple((kind, found[kind]) for kind in KINDS if kind in found)


def _whole() -> tuple[Any, Any]:
    return table.c.kind == "", table.c.policy_id == ""
