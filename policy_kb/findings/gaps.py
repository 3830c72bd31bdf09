"""The questions that no policy answered, for the owners of policies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.text import flatten
from policy_kb.findings.words import one_line
from policy_kb.tables import UnansweredQuestion

_SIGNS = re.compile(r"[^\w\s]+")


@dataclass(frozen=True)
class Gap:
    """A question as it was last asked, how many times, and when last (UTC, without a zone)."""

    text: str
    times: int
    last_asked: datetime


@dataclass(frozen=True)
class GapGroup:
    """The gaps nearest to one policy (None: to none) in one language, the newest first."""

    policy_id: str | None
    language: str
    gaps: tuple[Gap, ...]


def read_gaps(db_session: Session, since: datetime | None = None) -> list[GapGroup]:
    """The groups of unanswered questions, those with the newest question first.

    `since` in UTC, without a zone. Questions of a group with the same folded text, signs aside, are joined.
    """
    query = select(UnansweredQuestion).order_by(
        UnansweredQuestion.created_at.desc(), UnansweredQuestion.question_id.desc()
    )
    if since is not None:
        query = query.where(UnansweredQuestion.created_at >= since)
    groups: dict[tuple[str | None, str], list[UnansweredQuestion]] = defaultdict(list)
    for question in db_session.scalars(query):
        groups[question.nearest_policy_id, question.language].append(question)
    return [GapGroup(policy_id, language, _joined(rows)) for (policy_id, language), rows in groups.items()]


def _joined(newest_first: Iterable[UnansweredQuestion]) -> tuple[Gap, ...]:
    same: dict[str, list[UnansweredQuestion]] = defaultdict(list)
    for question in newest_first:
        same[_folded(question.text)].append(question)
    return tuple(Gap(one_line(rows[0].text), len(rows), rows[0].created_at) for rows in same.values())


def _folded(text: str) -> str:
    words = " ".join(_SIGNS.sub(" ", flatten(text)).split())
    return words or text  # a text of signs alone is like its own kind only
