"""The two questions after an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.tables.base import Base


class SurveyAnswer(Base):
    """How easy it was to get an answer (1 very hard … 5 very easy), and what the rule means for the customer.

    After Dixon, Freeman and Toman, "Stop Trying to Delight Your Customers", Harvard Business Review 88 (2010): the
    effort of a customer foretells more than satisfaction does. A refusal is kept, so that nobody is asked again.
    """

    __tablename__ = "survey_answer"
    __table_args__ = (CheckConstraint("effort between 1 and 5", name="effort"),)

    survey_id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(index=True)
    customer_id: Mapped[str | None] = mapped_column(index=True)
    policy_id: Mapped[str | None] = mapped_column(ForeignKey("article.policy_id"), index=True)
    version: Mapped[int | None]
    language: Mapped[str]
    effort: Mapped[int | None]
    comment: Mapped[str | None]
    refused: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
