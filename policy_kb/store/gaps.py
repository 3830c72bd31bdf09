"""Keeps the questions that no policy answered."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from policy_kb.bilingual import Language
from policy_kb.search.result import SearchResult
from policy_kb.tables import UnansweredQuestion


def keep_gap(db_session: Session, conversation_id: str, language: Language, text: str, result: SearchResult) -> None:
    """Adds a question with the policy that came nearest."""
    nearest = result.candidates[0].policy_id if result.candidates else None
    db_session.add(
        UnansweredQuestion(
            conversation_id=conversation_id,
            language=language,
            text=text,
            nearest_policy_id=nearest,
            in_scope=result.in_scope,
            created_at=datetime.now(UTC),
        )
    )
