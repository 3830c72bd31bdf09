"""How many items each group has by state, kind and policy: kept with every change, so that the list is read at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Select, delete, func, literal, select, union_all

from web.inbox.store.inserting import insert_into
from web.language import Language
from web.workbench.review.tables import review_count as table
from web.workbench.review.tables import review_item, review_kind

_KEY = ("group_id", "state", "kind", "policy_id")
# Any number that nothing else locks.
_LOCK = 20261127


def alone(connection: Connection) -> None:
    """Let nobody else change items, decisions or drafts until the transaction ends, in any process.

    On SQLite a transaction that writes is alone in any case.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")


def add(
    connection: Connection, item_id: int, group_id: int, language: Language, kinds: Iterable[str], policy_id: str | None
) -> None:
    """Count an open item under `kinds`, of which '' stands for any."""
    policies = ["", policy_id] if policy_id else [""]
    rows = [
        {
            "group_id": group_id,
            "state": "open",
            "kind": kind,
            "policy_id": policy,
            "language": language,
            "size": 1,
            "newest": item_id,
        }
        for kind in sorted(kinds)
        for policy in policies
    ]
    added = insert_into(connection, table)
    more = {"size": table.c.size + 1, "newest": added.excluded.newest}
    if rows:
        connection.execute(added.on_conflict_do_update(index_elements=list(_KEY), set_=more), rows)


def recount(connection: Connection, group_ids: Collection[int] | None = None) -> None:
    """Count anew, some groups or all."""
    gone = delete(table)
    connection.execute(gone if group_ids is None else gone.where(table.c.group_id.in_(group_ids)))
    columns = ("group_id", "state", "kind", "policy_id", "language", "size", "newest")
    connection.execute(table.insert().from_select(columns, _counted(group_ids)))


def is_off(connection: Connection) -> bool:
    """Whether items are gone that are still counted: erased with their conversations."""
    whole = (table.c.kind == "", table.c.policy_id == "")
    counted = select(func.coalesce(func.sum(table.c.size), 0)).where(*whole).scalar_subquery()
    there = select(func.count()).select_from(review_item).scalar_subquery()
    return bool(connection.execute(select(counted != there)).scalar_one())


def _counted(group_ids: Collection[int] | None) -> Select[Any]:
    """Each item under any kind and under each of its own, under any policy and under its own."""
    columns = (review_item.c.group_id, review_item.c.state, review_item.c.language, review_item.c.item_id)
    found = select(*columns, review_item.c.policy_id)
    if group_ids is not None:
        found = found.where(review_item.c.group_id.in_(group_ids))
    rows = found.cte("counted")
    any_kind = select(rows, literal("").label("kind"))
    own_kinds = select(rows, review_kind.c.kind).join_from(rows, review_kind, review_kind.c.item_id == rows.c.item_id)
    each = union_all(any_kind, own_kinds).cte("by_kind")
    kept = [each.c[name] for name in ("group_id", "state", "kind", "language", "item_id")]
    any_policy = select(*kept, literal("").label("policy_id"))
    own_policy = select(*kept, each.c.policy_id).where(each.c.policy_id.is_not(None))
    both = union_all(any_policy, own_policy).subquery()
    keys = [both.c[name] for name in _KEY]
    return select(*keys, func.min(both.c.language), func.count(), func.max(both.c.item_id)).group_by(*keys)
