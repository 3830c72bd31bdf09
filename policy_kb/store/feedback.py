"""Keeps what customers say about an answer or a rule."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from policy_kb.bilingual import Language
from policy_kb.tables import CustomerFeedback


def keep_feedback(
    db_session: Session,
    kind: str,
    language: Language,
    text: str,
    policy_id: str | None,
    version: int | None,
    conversation_id: str | None = None,
) -> None:
    """Adds a customer's words; `kind` is helped, not_helped or objection."""
    db_session.add(
        CustomerFeedback(
            conversation_id=conversation_id,
            kind=kind,
            language=language,
            text=text,
            policy_id=policy_id,
            version=version,
            created_at=datetime.now(UTC),
        )
    )
