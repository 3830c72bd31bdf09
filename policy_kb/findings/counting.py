"""Counts answers by policy. What comes out is not yet fit to be shown: see `disclosure`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import Session

from policy_kb.findings.period import Period
from policy_kb.tables import CustomerFeedback, SurveyAnswer

Counts = Counter[str | None]


@dataclass(frozen=True)
class Answers:
    """Answers by policy id; under None those about no policy that is in force. `ease` holds the sums of the marks."""

    objections: Counts
    helped: Counts
    not_helped: Counts
    surveys: Counts
    ease: dict[str | None, float]


def count_answers(db_session: Session, period: Period, policy_ids: Iterable[str]) -> Answers:
    """Counts the answers of `period`. Each conversation, or known customer, counts once a policy and kind.

    Else one person who says the same five times would be a group of five.
    """
    known = frozenset(policy_ids)
    kinds: dict[str, Counts] = {"objection": Counter(), "helped": Counter(), "not_helped": Counter()}
    for policy_id, kind, number in _feedback(db_session, period):
        kinds[kind][_if_known(policy_id, known)] += number
    surveys: Counts = Counter()
    ease: dict[str | None, float] = {}
    for policy_id, number, marks in _surveys(db_session, period):
        group = _if_known(policy_id, known)
        surveys[group] += number
        ease[group] = ease.get(group, 0.0) + marks
    return Answers(kinds["objection"], kinds["helped"], kinds["not_helped"], surveys, ease)


def _if_known(policy_id: str | None, known: frozenset[str]) -> str | None:
    return policy_id if policy_id in known else None


def _feedback(db_session: Session, period: Period) -> list[tuple[str | None, str, int]]:
    table = CustomerFeedback
    # A row of no conversation stands for itself.
    who = func.coalesce(table.conversation_id, literal("row ") + cast(table.feedback_id, String))
    query = (
        select(table.policy_id, table.kind, func.count(who.distinct()))
        .where(table.created_at >= period.start, table.created_at < period.end)
        .group_by(table.policy_id, table.kind)
    )
    return [(policy_id, kind, number) for policy_id, kind, number in db_session.execute(query)]


def _surveys(db_session: Session, period: Period) -> list[tuple[str | None, int, float]]:
    table = SurveyAnswer
    who = func.coalesce(table.customer_id, table.conversation_id)
    each = (
        select(table.policy_id.label("policy_id"), func.avg(table.effort).label("mark"))
        .where(table.created_at >= period.start, table.created_at < period.end)
        .where(table.effort.is_not(None), table.refused.is_(False))
        .group_by(table.policy_id, who)
        .subquery()
    )
    query = select(each.c.policy_id, func.count(), func.sum(each.c.mark)).group_by(each.c.policy_id)
    return [(policy_id, number, float(marks)) for policy_id, number, marks in db_session.execute(query)]
