"""What the company has changed because of what customers said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from policy_kb.findings.model import Change, Heard
from policy_kb.tables import Evidence, Part, Revision


def read_changes(db_session: Session, day: date) -> tuple[Change, ...]:
    """The revisions in force on `day` that rest on feedback and say what changed, the latest first."""
    changes = (_change(revision) for revision in db_session.scalars(_query(day)))
    return tuple(change for change in changes if change)


def _query(day: date) -> Select[Revision]:
    open_or_later = or_(Revision.in_force_until.is_(None), Revision.in_force_until > day)
    return (
        select(Revision)
        .where(Revision.in_force_from <= day, open_or_later)
        .where(Revision.evidence.any(Evidence.kind == "feedback"), Revision.parts.any(Part.name == "change_now"))
        .options(selectinload(Revision.parts), selectinload(Revision.evidence))
        .order_by(Revision.in_force_from.desc(), Revision.policy_id)
    )


def _change(revision: Revision) -> Change | None:
    then, now = revision.text("change_then"), revision.text("change_now")
    if then is None or now is None:
        return None
    feedback = [evidence for evidence in revision.evidence if evidence.kind == "feedback"]
    return Change(
        policy_id=revision.policy_id,
        version=revision.version,
        title=revision.title,
        in_force_from=revision.in_force_from,
        then=then,
        now=now,
        better=revision.text("change_better"),
        heard=tuple(Heard(evidence.finding, evidence.citation, evidence.url) for evidence in feedback),
    )
