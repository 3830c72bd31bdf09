"""What was asked and no policy answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.tables.base import Base


class UnansweredQuestion(Base):
    """A question that the search gave up, with the policy that came nearest: the list of gaps for policy owners."""

    __tablename__ = "unanswered_question"

    question_id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    text: Mapped[str]
    nearest_policy_id: Mapped[str | None]
    in_scope: Mapped[float]
    created_at: Mapped[datetime]
