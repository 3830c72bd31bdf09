"""Turns what is published back into the form of a content file: the reverse of `records`."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from policy_kb.bilingual import LANGUAGES, Bilingual
from policy_kb.publishing.content_hash import told_version
from policy_kb.store.articles import find_article, published_revisions
from policy_kb.tables import Article, PolicyFile, Question, Revision

_DAYS = {"in_force_from", "approved_on", "from", "old_rule_until", "grace_until", "checked", "valid_until"}


def exported(db_session: Session, policy_id: str) -> dict[str, Any]:
    """A policy as a content file would hold it, newest revision first. Raises UnknownArticle.

    Each revision stands as its file told it last, so that loading the file again changes nothing; texts that were
    changed in place are not told again.
    """
    article = find_article(db_session, policy_id)
    revisions = published_revisions(db_session, policy_id)
    questions = {
        language: [_question(row) for row in article.questions if row.language == language] for language in LANGUAGES
    }
    return {
        "policy_id": policy_id,
        "title": _pair(revisions[-1].title),
        "owner": _pair(article.owner),
        "review_by": article.review_by,
        **({} if article.decided_by == "today" else {"decided_by": article.decided_by}),
        **_mostly_for(article),
        "questions": questions,
        "policy": _policy_file(article.policy_file),
        "revisions": [_revision(row) for row in _as_told(revisions)],
    }


def _question(row: Question) -> str | dict[str, str]:
    return row.text if row.case_slug is None else {"case": row.case_slug, "text": row.text}


def _mostly_for(article: Article) -> dict[str, Any]:
    told = {"customer_group": article.mostly_for_groups, "order_state": article.mostly_for_states}
    given = {key: list(names) for key, names in told.items() if names is not None}
    return {"mostly_for": given} if given else {}


def _as_told(revisions: list[Revision]) -> list[Revision]:
    """Of each version that the file has had, the text published last; newest first."""
    latest = {told_version(row): row for row in revisions}
    return [latest[version] for version in sorted(latest, reverse=True)]


def _revision(row: Revision) -> dict[str, Any]:
    return {"version": told_version(row), **_with_days(row.source)}


def _with_days(value: Any, key: str = "") -> Any:
    """Days stand as texts in JSON; a content file holds them as days."""
    if isinstance(value, dict):
        return {name: _with_days(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_days(item) for item in value]
    return date.fromisoformat(value) if key in _DAYS else value


def _pair(texts: Bilingual) -> dict[str, str]:
    return {"it": texts.it, "en": texts.en}


def _policy_file(file: PolicyFile) -> dict[str, Any]:
    channels = groupby(file.procedure_steps, key=lambda step: step.channel)
    return {
        "objective": _pair(file.objective),
        "mission": {**_pair(file.mission), "url": file.mission_url},
        "competitors": [{"name": _pair(row.name), "practice": _pair(row.practice)} for row in file.competitors],
        "procedures": [
            {"channel": channel, "steps": [_pair(step.text) for step in steps]} for channel, steps in channels
        ],
        "standards": [{**_pair(row.text), "hours": row.hours} for row in file.standards],
        "escalation": [
            {"role": _pair(row.role), "decides": _pair(row.decides), "within_hours": row.within_hours}
            for row in file.escalation
        ],
    }
