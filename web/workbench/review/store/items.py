"""Items: kept once for each message, found, read group by group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Select, insert, select, update

from web.inbox.store.inserting import insert_into
from web.language import DEFAULT, is_language
from web.workbench.review.records import KINDS, Item, Kind, Noticed, State, Vector
from web.workbench.review.store import counts
from web.workbench.review.tables import review_decision, review_kind
from web.workbench.review.tables import review_item as table

_READ = 500
_COLUMNS = [column for column in table.c if column.name != "vector"]


def keep(connection: Connection, noticed: Noticed, group_id: int | None) -> tuple[int, int]:
    """Keep what was noticed of a message; the item and its group.

    A message has one item: what is noticed of it later is added. Without a group it begins one of its own.
    """
    row = connection.execute(_insert(connection, noticed, group_id)).one_or_none()
    if row is None:
        return _add_to(connection, noticed)
    item_id = int(row.item_id)
    if group_id is None:
        group_id = item_id
        connection.execute(update(table).where(table.c.item_id == item_id).values(group_id=item_id))
    _name(connection, item_id, noticed.kinds)
    counts.add(connection, item_id, group_id, noticed.language, {"", *noticed.kinds}, noticed.policy_id)
    return item_id, group_id


def find(connection: Connection, item_ids: Collection[int]) -> dict[int, Item]:
    """Items by id, without those that are not there."""
    found: dict[int, Item] = {}
    every = sorted(item_ids)
    for start in range(0, len(every), _READ):
        rows = connection.execute(_items().where(table.c.item_id.in_(every[start : start + _READ])))
        found |= {item.id: item for item in _with_kinds(connection, rows.all())}
    return found


def of_group(connection: Connection, group_id: int, state: State, before: int | None, limit: int) -> list[Item]:
    """Items of a group that stand so, the newest first; `before`: older than the one with that id."""
    query = _items().where(table.c.group_id == group_id, table.c.state == state)
    if before is not None:
        query = query.where(table.c.item_id < before)
    return _with_kinds(connection, connection.execute(query.order_by(table.c.item_id.desc()).limit(limit)).all())


def open_ones(connection: Connection, group_id: int, seen: int) -> list[int]:
    """The ids of a group's open items up to the id `seen`."""
    is_meant = (table.c.group_id == group_id, table.c.state == "open", table.c.item_id <= seen)
    query = select(table.c.item_id).where(*is_meant).order_by(table.c.item_id)
    return list(connection.execute(query).scalars())


def texts_of(connection: Connection, item_ids: Sequence[int], most: int) -> list[str]:
    """What customers wrote, the newest `most`."""
    query = select(table.c.text).where(table.c.item_id.in_(item_ids)).order_by(table.c.item_id.desc()).limit(most)
    return list(connection.execute(query).scalars())


def leaders(connection: Connection, after: int, most: int) -> Iterator[tuple[int, str, Vector]]:
    """Of the groups that began after the one with that id, the newest `most`: id, language, vector; oldest first."""
    query = select(table.c.item_id, table.c.language, table.c.vector)
    query = query.where(table.c.item_id == table.c.group_id, table.c.item_id > after)
    rows = connection.execute(query.order_by(table.c.item_id.desc()).limit(most)).all()
    return ((row.item_id, row.language, unpacked(row.vector)) for row in reversed(rows))


def packed(vector: Vector) -> bytes:
    """A vector as it is kept."""
    return vector.astype("<f2").tobytes()


def unpacked(value: bytes) -> Vector:
    """A vector that was kept."""
    return np.frombuffer(value, dtype="<f2").astype(np.float32)


def exported(
    connection: Connection, after: int, limit: int, since: float | None, state: State | None, kind: Kind | None
) -> list[Item]:
    """Items with an id above `after`, oldest first."""
    query = _items().where(table.c.item_id > after)
    if since is not None:
        query = query.where(table.c.at >= since)
    if state is not None:
        query = query.where(table.c.state == state)
    if kind is not None:
        query = query.where(table.c.item_id.in_(select(review_kind.c.item_id).where(review_kind.c.kind == kind)))
    return _with_kinds(connection, connection.execute(query.order_by(table.c.item_id).limit(limit)).all())


def _insert(connection: Connection, noticed: Noticed, group_id: int | None) -> Any:
    values = {
        "conversation_id": noticed.conversation_id,
        "message": noticed.message,
        "group_id": group_id or 0,
        "at": noticed.at,
        "text": noticed.text,
        "language": noticed.language,
        "intent": noticed.intent,
        "confidence": noticed.confidence,
        "level": noticed.level,
        "policy_id": noticed.policy_id,
        "right_policy_id": noticed.right_policy_id,
        "reason": noticed.reason,
        "vector": packed(noticed.vector),
        "state": "open",
        "version": 0,
    }
    added = insert_into(connection, table).values(values)
    return added.on_conflict_do_nothing(index_elements=["conversation_id", "message"]).returning(table.c.item_id)


def _add_to(connection: Connection, noticed: Noticed) -> tuple[int, int]:
    is_it = (table.c.conversation_id == noticed.conversation_id, table.c.message == noticed.message)
    row = connection.execute(_items().where(*is_it)).one()
    known = set(connection.execute(select(review_kind.c.kind).where(review_kind.c.item_id == row.item_id)).scalars())
    fresh = noticed.kinds - known
    said = {"right_policy_id": noticed.right_policy_id, "reason": noticed.reason}
    if new := {name: value for name, value in said.items() if value is not None}:
        connection.execute(update(table).where(*is_it).values(new))
    if fresh:
        _name(connection, row.item_id, fresh)
        counts.recount(connection, [row.group_id])
    return int(row.item_id), int(row.group_id)


def _name(connection: Connection, item_id: int, kinds: Collection[Kind]) -> None:
    connection.execute(insert(review_kind), [{"item_id": item_id, "kind": kind} for kind in sorted(kinds)])


def _items() -> Select[Any]:
    decided = (review_decision.c.name.label("decided_by"), review_decision.c.at.label("decided_at"))
    joined = table.c.decision_id == review_decision.c.decision_id
    return select(*_COLUMNS, *decided).outerjoin_from(table, review_decision, joined)


def _with_kinds(connection: Connection, rows: Sequence[Row[Any]]) -> list[Item]:
    if not rows:
        return []
    ids = [row.item_id for row in rows]
    named = connection.execute(select(review_kind).where(review_kind.c.item_id.in_(ids))).all()
    kinds: dict[int, set[str]] = {}
    for one in named:
        kinds.setdefault(one.item_id, set()).add(one.kind)
    return [_item(row, kinds.get(row.item_id, set())) for row in rows]


def _item(row: Row[Any], kinds: set[str]) -> Item:
    return Item(
        id=row.item_id,
        group_id=row.group_id,
        conversation_id=row.conversation_id,
        message=row.message,
        at=row.at,
        text=row.text,
        language=row.language if is_language(row.language) else DEFAULT,
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        intent=row.intent,
        confidence=row.confidence,
        level=row.level,
        policy_id=row.policy_id,
        right_policy_id=row.right_policy_id,
        reason=row.reason,
        state=row.state,
        version=row.version,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
