"""The review as a file: JSON lines or comma-separated values, with texts masked as they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from web.console.telemetry.csv_file import BOM, lines
from web.workbench.review.records import Item

COLUMNS = (
    *("item_id", "group_id", "at", "state", "kinds", "language", "text", "intent", "confidence", "level"),
    *("policy_id", "right_policy_id", "reason", "decided_by", "decided_at"),
)
AT_ONCE = 500
Read = Callable[[int], list[Item]]


def pages(read: Read) -> Iterator[list[Item]]:
    """All items, some at a time; `read` gives those after an id."""
    after = 0
    while found := read(after):
        yield found
        after = found[-1].id


def as_json_lines(items: Iterable[Item]) -> str:
    """One object a line. Conversations are not named: who may read them finds them on the page."""
    return "".join(json.dumps(_values(item), ensure_ascii=False) + "\n" for item in items)


def as_csv(items: Iterable[Item]) -> str:
    """Lines of cells, none of which a spreadsheet would calculate."""
    rows = (_values(item) | {"kinds": " ".join(item.kinds)} for item in items)
    return lines([row[name] for name in COLUMNS] for row in rows)


def csv_heading() -> str:
    """The mark of UTF-8 and the names of the columns."""
    return BOM + lines([COLUMNS])


def _values(item: Item) -> dict[str, object]:
    return {
        "item_id": item.id,
        "group_id": item.group_id,
        "at": _moment(item.at),
        "state": item.state,
        "kinds": list(item.kinds),
        "language": item.language,
        "text": item.text,
        "intent": item.intent,
        "confidence": item.confidence,
        "level": item.level,
        "policy_id": item.policy_id,
        "right_policy_id": item.right_policy_id,
        "reason": item.reason,
        "decided_by": item.decided_by,
        "decided_at": None if item.decided_at is None else _moment(item.decided_at),
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
