"""Keeps what belongs to an article but to no revision: owner, days, example questions, policy file."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from policy_kb import tables
from policy_kb.errors import UnknownArticle
from policy_kb.files.schema.article import Article
from policy_kb.publishing.records import article_record, policy_file_record, question_records
from policy_kb.store.articles import find_article
from policy_kb.tables import Base


def update_details(db_session: Session, article: Article) -> bool:
    """Makes the stored details those of the file; returns whether anything changed."""
    try:
        stored = find_article(db_session, article.policy_id)
    except UnknownArticle:
        db_session.add(article_record(article))
        db_session.flush()
        return True
    fresh = article_record(article)
    if _told(stored) == _told(fresh):
        return False
    stored.owner, stored.review_by, stored.decided_by = fresh.owner, fresh.review_by, fresh.decided_by
    stored.mostly_for_groups, stored.mostly_for_states = fresh.mostly_for_groups, fresh.mostly_for_states
    if _told_list(stored.questions) != _told_list(fresh.questions):
        stored.questions = question_records(article)
    if _told_file(stored.policy_file) != _told_file(fresh.policy_file):
        db_session.delete(stored.policy_file)
        db_session.flush()
        db_session.expire(stored, ["policy_file"])
        db_session.add(policy_file_record(article))
    db_session.flush()
    return True


def _told(article: tables.Article) -> tuple[object, ...]:
    heads = (article.owner, article.review_by, article.decided_by, article.mostly_for_groups, article.mostly_for_states)
    return (*heads, _told_list(article.questions), _told_file(article.policy_file))


def _told_file(policy_file: tables.PolicyFile) -> tuple[object, ...]:
    lists = (
        policy_file.competitors,
        policy_file.procedure_steps,
        policy_file.standards,
        policy_file.escalation,
    )
    return (_told_row(policy_file), *(_told_list(rows) for rows in lists))


def _told_list(rows: list[tables.Question] | list[Base] | object) -> list[tuple[object, ...]]:
    assert isinstance(rows, list)
    return [_told_row(row) for row in rows]


def _told_row(row: Base) -> tuple[object, ...]:
    """A row's own columns, without its keys."""
    mapper = inspect(type(row))
    keys = {column.key for column in mapper.primary_key} | {"policy_id"}
    return tuple(getattr(row, column.key) for column in mapper.column_attrs if column.key not in keys)
