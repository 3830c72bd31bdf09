"""Drafts of example questions: made by corrections, decided by the owners of policies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from web.language import DEFAULT, is_language
from web.workbench.review.records import Draft
from web.workbench.review.tables import review_draft as table


def add(connection: Connection, values: dict[str, Any]) -> int:
    """Keep a new draft; its id."""
    new = {"state": "draft", **values}
    return int(connection.execute(insert(table).values(new).returning(table.c.draft_id)).scalar_one())


def find(connection: Connection, draft_id: int) -> Draft | None:
    """A draft; None where there is none."""
    row = connection.execute(select(table).where(table.c.draft_id == draft_id)).one_or_none()
    return None if row is None else _draft(row)


def in_state(connection: Connection, state: str, most: int) -> list[Draft]:
    """The newest drafts that stand so."""
    query = select(table).where(table.c.state == state).order_by(table.c.draft_id.desc()).limit(most)
    return [_draft(row) for row in connection.execute(query)]


def of_decision(connection: Connection, decision_id: int) -> list[Draft]:
    """The drafts that a decision made."""
    return [_draft(row) for row in connection.execute(select(table).where(table.c.decision_id == decision_id))]


def unpublished(connection: Connection) -> list[Draft]:
    """Approved drafts whose lines stand in their files, and are not answered from yet."""
    query = select(table).where(table.c.state == "approved", table.c.published_at.is_(None))
    return [_draft(row) for row in connection.execute(query.order_by(table.c.draft_id))]


def keep(connection: Connection, draft_id: int, **values: Any) -> None:
    """Change columns of a draft."""
    connection.execute(update(table).where(table.c.draft_id == draft_id).values(values))


def published(connection: Connection, draft_ids: Sequence[int], now: float) -> None:
    """From now on these are answered from; what the files were before need not be known any more."""
    values = {"published_at": now, "change": None}
    connection.execute(update(table).where(table.c.draft_id.in_(draft_ids)).values(values))


def remove(connection: Connection, decision_id: int) -> None:
    """Forget what an undone decision made."""
    connection.execute(delete(table).where(table.c.decision_id == decision_id))


def _draft(row: Row[Any]) -> Draft:
    values = dict(row._mapping)
    language = values.pop("language")
    return Draft(id=values.pop("draft_id"), language=language if is_language(language) else DEFAULT, **values)
