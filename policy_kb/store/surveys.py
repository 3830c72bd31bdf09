"""Keeps the answers to the two questions after an answer."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from policy_kb.tables import SurveyAnswer


def keep_survey(db_session: Session, answer: SurveyAnswer) -> int:
    """Adds an answer, or a refusal, and returns its id."""
    answer.created_at = datetime.now(UTC)
    db_session.add(answer)
    db_session.flush()
    return answer.survey_id


def keep_comment(db_session: Session, survey_id: int, conversation_id: str, comment: str) -> bool:
    """Adds the open text to an answer of the same conversation; False where there is none."""
    answer = db_session.get(SurveyAnswer, survey_id)
    if answer is None or answer.conversation_id != conversation_id:
        return False
    answer.comment = comment
    return True


def has_refused(db_session: Session, conversation_id: str, customer_id: str | None) -> bool:
    """Whether this conversation, or this customer in any, has refused to be asked."""
    asked = SurveyAnswer.conversation_id == conversation_id
    who = or_(asked, SurveyAnswer.customer_id == customer_id) if customer_id else asked
    return db_session.scalar(select(SurveyAnswer.survey_id).where(SurveyAnswer.refused, who).limit(1)) is not None
