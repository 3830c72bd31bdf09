"""Which published policies hold no more."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from policy_kb.errors import NotReady
from policy_kb.store.articles import policy_ids, published_revisions, titles_in_force


def ended_policies(engine: Engine, today: date) -> dict[str, date]:
    """By policy the day on which its last revision ended, of those of which none is in force or to come.

    Raises NotReady where the knowledge base is not set up, or of another release.
    """
    try:
        with Session(engine) as db_session:
            return _ended(db_session, today)
    except SQLAlchemyError as error:
        raise NotReady from error


def _ended(db_session: Session, today: date) -> dict[str, date]:
    in_force = {revision.policy_id for revision in titles_in_force(db_session, today)}
    ended = {}
    for policy_id in sorted(set(policy_ids(db_session)) - in_force):
        ends = [revision.in_force_until for revision in published_revisions(db_session, policy_id)]
        past = [day for day in ends if day is not None and day <= today]
        if past and len(past) == len(ends):
            ended[policy_id] = max(past)
    return ended
