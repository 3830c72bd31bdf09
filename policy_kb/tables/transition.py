"""A time in which an old rule may still be used."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.tables.base import Base


class Transition(Base):
    """The days of a transition; its texts are parts of the revision."""

    __tablename__ = "transition"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"), primary_key=True)
    starts_on: Mapped[date]
    old_rule_until: Mapped[date]
    grace_until: Mapped[date | None]
