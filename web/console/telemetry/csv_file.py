"""Suggestions as a file of comma-separated values (RFC 4180), safe to be opened in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

# Spreadsheets take a cell that begins so for a formula, some also the wide forms of these signs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Tells spreadsheets that the file is UTF-8.
BOM = "\ufeff"

_COLUMNS = (
    *("suggestion_id", "shown_at", "policy_id", "version", "kind", "parts", "language", "level", "place"),
    *("confidence", "opened_at", "outcome", "reason", "right_policy_id", "distance", "acted_at", "text"),
)
# Where a customer's words are found: only for whoever may read them.
_CONVERSATION = ("conversation_id", "message")
_TIMES = frozenset({"shown_at", "opened_at", "acted_at"})


def neutral(cell: str) -> str:
    """`cell`, with an apostrophe in front where a spreadsheet would calculate it."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows of cells as lines that end with CR and LF; None is an empty cell."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([neutral("" if cell is None else str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def heading(with_conversation: bool) -> str:
    """The mark of UTF-8 and the names of the columns."""
    return BOM + lines([_columns(with_conversation)])


def body(rows: Iterable[Row[Any]], zone: ZoneInfo, with_conversation: bool) -> str:
    """Lines of suggestions; times are those of `zone`, with their distance from UTC."""
    columns = _columns(with_conversation)
    return lines([_cell(name, getattr(row, name), zone) for name in columns] for row in rows)


def _columns(with_conversation: bool) -> tuple[str, ...]:
    return _COLUMNS + _CONVERSATION if with_conversation else _COLUMNS


def _cell(name: str, value: object, zone: ZoneInfo) -> object:
    if name in _TIMES and isinstance(value, float):
        return datetime.fromtimestamp(value, zone).isoformat(timespec="seconds")
    return value
