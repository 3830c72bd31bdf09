"""The proof of an erasure: every column of every table is searched for the ids."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Select, Text, cast, func, or_, select
from sqlalchemy.sql.schema import Column

from policy_kb.progress import Progress
from web.privacy.stores import Store

# Up to so many ids the database is asked; with more it is faster to read everything once.
_FEW = 20
# A shorter id may well be part of something else: it counts where it stands alone.
_TELLING = 6
_HANDED_OUT = re.compile(r"(?=([0-9a-f]{32}))")


@dataclass(frozen=True)
class Trace:
    """In `rows` rows of a column one of the ids was found."""

    store: str
    table: str
    column: str
    rows: int


@dataclass(frozen=True)
class Search:
    """What was searched, and what was found."""

    tables: int
    traces: list[Trace]


def search_everywhere(stores: list[Store], ids: frozenset[str], progress: Progress) -> Search:
    """Look for `ids` in every column of every table but the company's own, in JSON, texts and binary data as well."""
    tables = [(store, name) for store in stores for name in sorted(store.metadata.tables) if name not in store.companys]
    finds = finder(ids)
    traces: list[Trace] = []
    for done, (store, name) in enumerate(tables):
        progress("search", done, len(tables))
        traces += _traces(store, name, ids, finds)
    return Search(len(tables), traces)


def finder(ids: frozenset[str]) -> Callable[[str], bool]:
    """A function that says whether one of `ids` stands in a text; it is fast for any number of ids that we made."""
    ours = {item for item in ids if re.fullmatch(r"[0-9a-f]{32}", item)}
    patterns = [_pattern(item) for item in sorted(ids - ours)]

    def finds(text: str) -> bool:
        if ours and any(match[1] in ours for match in _HANDED_OUT.finditer(text)):
            return True
        return any(pattern.search(text) for pattern in patterns)

    return finds


def _pattern(item: str) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in _forms(item))
    if len(item) < _TELLING:
        return re.compile(rf'\A(?:{forms})\Z|"(?:{forms})"')
    return re.compile(rf"(?<![A-Za-z0-9])(?:{forms})(?![A-Za-z0-9])")


def _forms(item: str) -> list[str]:
    """An id as it is, and as JSON writes it where that differs."""
    return sorted({item, json.dumps(item)[1:-1]})


def _traces(store: Store, name: str, ids: frozenset[str], finds: Callable[[str], bool]) -> Iterator[Trace]:
    columns = list(store.metadata.tables[name].columns)
    found: Counter[str] = Counter()
    with store.engine.connect() as connection:
        rows = connection.execution_options(yield_per=500).execute(_query(store, columns, ids))
        for row in rows:
            found.update(column.name for column, value in zip(columns, row, strict=True) if _holds(value, finds))
    return (Trace(store.name, name, column, number) for column, number in found.items())


def _query(store: Store, columns: list[Column[Any]], ids: frozenset[str]) -> Select[Any]:
    cells = [_readable(store, column) for column in columns]
    query = select(*(cell.label(f"cell_{number}") for number, cell in enumerate(cells))).select_from(columns[0].table)
    if len(ids) > _FEW:
        return query
    forms = [form for item in ids for form in _forms(item)]
    return query.where(or_(*(_contains(store, cell, form) for cell in cells for form in forms)))


def _readable(store: Store, column: Column[Any]) -> ColumnElement[Any]:
    if not isinstance(column.type, LargeBinary):
        return cast(column, Text)
    # SQLite gives the bytes themselves; in both forms, letters and digits of ASCII stay what they are.
    return func.encode(column, "escape") if store.engine.dialect.name == "postgresql" else column


def _contains(store: Store, cell: ColumnElement[Any], form: str) -> ColumnElement[bool]:
    if store.engine.dialect.name == "postgresql":
        return func.strpos(cell, form) > 0
    return func.instr(cell, form.encode() if isinstance(cell.type, LargeBinary) else form) > 0


def _holds(value: Any, finds: Callable[[str], bool]) -> bool:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return isinstance(text, str) and finds(text)
