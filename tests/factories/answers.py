"""Customers' answers, as conversations leave them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.tables import CustomerFeedback, SurveyAnswer, UnansweredQuestion


def add_feedback(engine: Engine, policy_id: str | None, kind: str, count: int = 1, **changes: Any) -> None:
    """Adds as many answers of a kind, each of a conversation of its own."""
    add_rows(engine, [_feedback(policy_id, kind) | changes for _ in range(count)], CustomerFeedback)


def add_surveys(engine: Engine, policy_id: str | None, *efforts: int | None, **changes: Any) -> None:
    """Adds a survey for each mark, each of a conversation of its own."""
    add_rows(engine, [_survey(policy_id, effort) | changes for effort in efforts], SurveyAnswer)


def add_gaps(engine: Engine, *texts: str, **changes: Any) -> None:
    """Adds unanswered questions."""
    add_rows(engine, [_gap(text) | changes for text in texts], UnansweredQuestion)


def add_rows(engine: Engine, rows: list[dict[str, Any]], table: type[Any]) -> None:
    """Adds rows of a table."""
    with Session(engine) as db_session, db_session.begin():
        db_session.add_all(table(**row) for row in rows)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _feedback(policy_id: str | None, kind: str) -> dict[str, Any]:
    words = {"language": "it", "text": "parole segrete", "created_at": _now()}
    return {"conversation_id": uuid.uuid4().hex, "policy_id": policy_id, "version": 1, "kind": kind} | words


def _survey(policy_id: str | None, effort: int | None) -> dict[str, Any]:
    words = {"language": "it", "comment": "commento segreto", "refused": effort is None, "created_at": _now()}
    return {"conversation_id": uuid.uuid4().hex, "policy_id": policy_id, "version": 1, "effort": effort} | words


def _gap(text: str) -> dict[str, Any]:
    words = {"language": "it", "text": text, "in_scope": 0.1, "created_at": _now()}
    return {"conversation_id": uuid.uuid4().hex, "nearest_policy_id": "spare-parts"} | words
