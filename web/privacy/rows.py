"""Which rows of which tables are a subject's: found by columns and foreign keys, so that new tables are covered."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Table, and_, exists, or_

from web.privacy.stores import Store
from web.privacy.subject import Subject


def rows_of(store: Store, subject: Subject, companys: bool) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Tables with the condition of the rows that are the subject's; what refers to a row comes before the row.

    A row is the subject's where it names one of the ids, or refers to a row that is. The company's own tables are left
    out unless `companys`.
    """
    for table in reversed(store.metadata.sorted_tables):
        if table.name in store.companys and not companys:
            continue
        condition = _condition(store, table, subject, frozenset())
        if condition is not None:
            yield table, condition


def _condition(store: Store, table: Table, subject: Subject, seen: frozenset[str]) -> ColumnElement[bool] | None:
    conditions = subject.own_rows(table)
    for key in table.foreign_key_constraints:
        parent = key.referred_table
        if parent.name in seen | {table.name} | store.companys:
            continue
        of_parent = _condition(store, parent, subject, seen | {table.name})
        if of_parent is not None:
            conditions.append(exists().where(_joins(key), of_parent))
    return or_(*conditions) if conditions else None


def _joins(key: ForeignKeyConstraint) -> ColumnElement[bool]:
    return and_(*(element.parent == element.column for element in key.elements))
