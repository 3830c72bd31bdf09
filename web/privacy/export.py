"""Everything that is kept of a subject, as one document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from policy_kb.progress import Progress
from web.privacy.rows import rows_of
from web.privacy.stores import Store
from web.privacy.subject import Subject


def export_of(stores: list[Store], subject: Subject, now: datetime, progress: Progress) -> dict[str, Any]:
    """The subject's rows, by store and table, with values as JSON has them; also those of the company's own tables."""
    document: dict[str, Any] = {
        "exported_at": now.astimezone(UTC).isoformat(),
        "customer": subject.customer,
        "conversations": sorted(subject.conversations),
    }
    for store in stores:
        found = list(rows_of(store, subject, companys=True))
        tables: dict[str, list[dict[str, Any]]] = {}
        with store.engine.connect() as connection:
            for done, (table, condition) in enumerate(found):
                progress("export", done, len(found))
                order = [*table.primary_key.columns]
                rows = connection.execute(select(table).where(condition).order_by(*order)).mappings().all()
                tables |= {table.name: [_plain(row) for row in rows]} if rows else {}
        document[store.name.replace(" ", "_")] = dict(sorted(tables.items()))
    return document


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _value(str(name), value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if name == "data" and isinstance(value, str):
        return _event(value)
    return value if value is None or isinstance(value, str | int | float | bool | dict | list) else str(value)


def _event(text: str) -> Any:
    """Rasa keeps an event as a text of JSON, which is easier to read unfolded."""
    try:
        return json.loads(text)
    except ValueError:
        return text
