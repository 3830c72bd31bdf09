"""Decisions: kept with the items that they are about, and undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from web.workbench.review.records import BECOMES, Act, Decision
from web.workbench.review.store import counts
from web.workbench.review.tables import review_decision as table
from web.workbench.review.tables import review_item

# So many of the latest can be undone; of older ones the files are no longer kept.
UNDOABLE = 20
_AT_ONCE = 500


def add(connection: Connection, values: dict[str, Any], item_ids: Sequence[int]) -> int:
    """Keep a decision and apply it to items, which the caller has found open; its id."""
    decision_id = int(connection.execute(insert(table).values(values).returning(table.c.decision_id)).scalar_one())
    act: Act = values["act"]
    _set(connection, item_ids, state=BECOMES[act], decision_id=decision_id, version=review_item.c.version + 1)
    counts.recount(connection, [values["group_id"]])
    _forget_old(connection, decision_id)
    return decision_id


def find(connection: Connection, decision_id: int) -> Decision | None:
    """A decision; None where there is none."""
    row = connection.execute(select(table).where(table.c.decision_id == decision_id)).one_or_none()
    return None if row is None else _decision(row)


def latest(connection: Connection, most: int) -> list[Decision]:
    """The newest decisions."""
    rows = connection.execute(select(table).order_by(table.c.decision_id.desc()).limit(most))
    return [_decision(row) for row in rows]


def of_group(connection: Connection, group_id: int) -> Decision | None:
    """The newest decision about a group among the latest that stand."""
    found = (one for one in latest(connection, UNDOABLE) if one.group_id == group_id and one.undone_at is None)
    return next(found, None)


def undo(connection: Connection, decision: Decision, now: float) -> int:
    """Open its items again; how many there were."""
    query = select(review_item.c.item_id).where(review_item.c.decision_id == decision.id)
    ids = list(connection.execute(query).scalars())
    _set(connection, ids, state="open", decision_id=None, version=review_item.c.version + 1)
    connection.execute(update(table).where(table.c.decision_id == decision.id).values(undone_at=now, changes=[]))
    counts.recount(connection, [decision.group_id])
    return len(ids)


def can_be_undone(connection: Connection, decision: Decision) -> bool:
    """Whether it is one of the latest, and not undone yet."""
    oldest = select(table.c.decision_id).order_by(table.c.decision_id.desc()).offset(UNDOABLE - 1).limit(1)
    limit = connection.execute(oldest).scalar_one_or_none()
    return decision.undone_at is None and (limit is None or decision.id >= limit)


def _set(connection: Connection, item_ids: Sequence[int], **values: Any) -> None:
    for start in range(0, len(item_ids), _AT_ONCE):
        some = review_item.c.item_id.in_(item_ids[start : start + _AT_ONCE])
        connection.execute(update(review_item).where(some).values(values))


def _forget_old(connection: Connection, newest: int) -> None:
    old = select(table.c.decision_id).order_by(table.c.decision_id.desc()).offset(UNDOABLE).limit(1)
    limit = connection.execute(old).scalar_one_or_none()
    if limit is not None and limit < newest:
        connection.execute(update(table).where(table.c.decision_id == limit).values(changes=[]))


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.decision_id,
        at=row.at,
        account_id=row.account_id,
        name=row.name,
        act=row.act,
        group_id=row.group_id,
        size=row.size,
        details=row.details,
        changes=row.changes,
        undone_at=row.undone_at,
    )
