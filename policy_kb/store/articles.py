"""Reads articles and revisions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from policy_kb.errors import UnknownArticle, UnknownVersion
from policy_kb.tables import AnsweredCase, Article, PolicyFile, Question, Revision, RevisionResource


def policy_ids(db_session: Session) -> list[str]:
    """The ids of all articles, in alphabetical order."""
    return list(db_session.scalars(select(Article.policy_id).order_by(Article.policy_id)))


def find_article(db_session: Session, policy_id: str) -> Article:
    """The article with its policy file and questions. Raises UnknownArticle."""
    files = selectinload(Article.policy_file)
    article: Article | None = db_session.scalar(
        select(Article)
        .where(Article.policy_id == policy_id)
        .options(
            selectinload(Article.questions),
            files.selectinload(PolicyFile.competitors),
            files.selectinload(PolicyFile.procedure_steps),
            files.selectinload(PolicyFile.standards),
            files.selectinload(PolicyFile.escalation),
        )
    )
    if article is None:
        raise UnknownArticle(policy_id)
    return article


def published_revisions(db_session: Session, policy_id: str) -> list[Revision]:
    """All revisions of an article without their parts, oldest first."""
    query = select(Revision).where(Revision.policy_id == policy_id).order_by(Revision.version)
    return list(db_session.scalars(query))


def revision_in_force(db_session: Session, policy_id: str, day: date) -> Revision:
    """The whole revision in force on `day`. Raises UnknownArticle where there is none."""
    revision: Revision | None = db_session.scalar(_whole(_in_force(day).where(Revision.policy_id == policy_id)))
    if revision is None:
        raise UnknownArticle(policy_id)
    return revision


def whole_revision(db_session: Session, policy_id: str, version: int) -> Revision:
    """The whole revision with this version number. Raises UnknownArticle or UnknownVersion."""
    query = select(Revision).where(Revision.policy_id == policy_id, Revision.version == version)
    revision: Revision | None = db_session.scalar(_whole(query))
    if revision is None:
        raise UnknownVersion(policy_id, version) if policy_id in policy_ids(db_session) else UnknownArticle(policy_id)
    return revision


def revisions_in_force(db_session: Session, day: date) -> list[Revision]:
    """The whole revisions in force on `day`, by policy id."""
    return list(db_session.scalars(_whole(_in_force(day).order_by(Revision.policy_id))))


def titles_in_force(db_session: Session, day: date) -> list[Revision]:
    """The revisions in force on `day` without their parts, by policy id."""
    return list(db_session.scalars(_in_force(day).order_by(Revision.policy_id)))


def example_questions(db_session: Session) -> list[Question]:
    """All example questions, those that no policy governs among them, in a fixed order."""
    order = (Question.policy_id, Question.language, Question.position)
    return list(db_session.scalars(select(Question).order_by(*order)))


def _in_force(day: date) -> Select[Revision]:
    open_or_later = or_(Revision.in_force_until.is_(None), Revision.in_force_until > day)
    return select(Revision).where(Revision.in_force_from <= day, open_or_later)


def _whole(query: Select[Revision]) -> Select[Revision]:
    return query.options(
        selectinload(Revision.parts),
        selectinload(Revision.evidence),
        selectinload(Revision.alternatives),
        selectinload(Revision.transition),
        selectinload(Revision.resources).selectinload(RevisionResource.shared),
        selectinload(Revision.clauses),
        selectinload(Revision.cases).selectinload(AnsweredCase.variants),
    )


def review_days(db_session: Session) -> dict[str, date]:
    """The day by which each article is to be reviewed, by policy id."""
    rows = db_session.execute(select(Article.policy_id, Article.review_by))
    return {row.policy_id: row.review_by for row in rows}


def decided_by_order(db_session: Session) -> frozenset[str]:
    """The ids of the policies for which the terms of the day of the order hold."""
    return frozenset(db_session.scalars(select(Article.policy_id).where(Article.decided_by == "order_date")))


def who_mostly_asks(db_session: Session) -> dict[str, tuple[list[str] | None, list[str] | None]]:
    """The customer groups and the order states of those who mostly ask, by policy id, where either is given."""
    groups, states = Article.mostly_for_groups, Article.mostly_for_states
    query = select(Article.policy_id, groups, states).where(or_(groups.is_not(None), states.is_not(None)))
    return {policy_id: (of_groups, in_states) for policy_id, of_groups, in_states in db_session.execute(query)}
