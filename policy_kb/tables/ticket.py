"""What a customer has asked of a person, and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.tables.base import Base


class Ticket(Base):
    """A wish that a person sees to, with everything known when it was made.

    `kind`: handoff (talk to a person), exception (to a rule), grace (more time with an old rule), message (left for
    later), enrolment (in a class or seminar). `wanted_day` is the last day of the time asked for, or the day of the
    class. `details` holds what a representative reads: facts, moods, policies, what was said last. `state`: open,
    granted, refused, closed.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint("kind in ('handoff', 'exception', 'grace', 'message', 'enrolment')", name="kind"),
        CheckConstraint("state in ('open', 'granted', 'refused', 'closed')", name="state"),
    )

    ticket_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="open", index=True)
    conversation_id: Mapped[str] = mapped_column(index=True)
    customer_id: Mapped[str | None] = mapped_column(index=True)
    policy_id: Mapped[str | None] = mapped_column(ForeignKey("article.policy_id"), index=True)
    version: Mapped[int | None]
    language: Mapped[str]
    text: Mapped[str]
    wanted_day: Mapped[date | None]
    details: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
