"""Customers' own words, for the owners of policies only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.errors import UnknownArticle
from policy_kb.findings.period import Period
from policy_kb.store.articles import policy_ids
from policy_kb.tables import CustomerFeedback, SurveyAnswer


@dataclass(frozen=True)
class Said:
    """What a customer wrote; `kind`: objection, helped, not_helped, survey. `moment` in UTC, without a zone."""

    moment: datetime
    kind: str
    version: int | None
    language: str
    text: str


def read_words(db_session: Session, policy_id: str, period: Period) -> list[Said]:
    """What customers wrote about a policy in `period`, the newest first. Raises UnknownArticle."""
    if policy_id not in policy_ids(db_session):
        raise UnknownArticle(policy_id)
    said = [*_feedback(db_session, policy_id, period), *_comments(db_session, policy_id, period)]
    return sorted((words for words in said if words.text), key=lambda words: words.moment, reverse=True)


def _feedback(db_session: Session, policy_id: str, period: Period) -> list[Said]:
    table = CustomerFeedback
    during = (table.created_at >= period.start, table.created_at < period.end)
    rows = db_session.scalars(select(table).where(table.policy_id == policy_id, *during))
    return [Said(row.created_at, row.kind, row.version, row.language, one_line(row.text)) for row in rows]


def _comments(db_session: Session, policy_id: str, period: Period) -> list[Said]:
    table = SurveyAnswer
    during = (table.created_at >= period.start, table.created_at < period.end)
    rows = db_session.scalars(select(table).where(table.policy_id == policy_id, table.refused.is_(False), *during))
    return [Said(row.created_at, "survey", row.version, row.language, one_line(row.comment or "")) for row in rows]


def one_line(text: str) -> str:
    """`text` with single spaces and without signs that a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
