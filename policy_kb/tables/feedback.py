"""What customers say about an answer or a rule."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.tables.base import Base


class CustomerFeedback(Base):
    """`kind`: helped, not_helped, objection. Against the revision that was quoted, with the customer's words."""

    __tablename__ = "customer_feedback"
    __table_args__ = (CheckConstraint("kind in ('helped', 'not_helped', 'objection')", name="kind"),)

    feedback_id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    policy_id: Mapped[str | None] = mapped_column(ForeignKey("article.policy_id"), index=True)
    version: Mapped[int | None]
    kind: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
