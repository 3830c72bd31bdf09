"""A policy article and the example questions that point to it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base
from policy_kb.tables.policy_file import PolicyFile
from policy_kb.tables.revision import Revision


class Article(Base):
    """One company policy with its stable `policy_id`.

    `decided_by` says which day chooses the revision that holds for a customer: today, or the day of their order.
    `mostly_for_groups` and `mostly_for_states` say which customers mostly ask about it; None where it is all the same.
    """

    __tablename__ = "article"

    policy_id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[Bilingual] = composite(mapped_column("owner_it"), mapped_column("owner_en"))
    review_by: Mapped[date]
    decided_by: Mapped[str] = mapped_column(default="today", server_default="today")
    mostly_for_groups: Mapped[list[str] | None]
    mostly_for_states: Mapped[list[str] | None]
    questions: Mapped[list[Question]] = relationship(
        cascade="all, delete-orphan", order_by="(Question.language.desc(), Question.position)", lazy="raise"
    )
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="article",
        order_by="Revision.version.desc()",
        lazy="raise",
        cascade="save-update, merge",
    )
    policy_file: Mapped[PolicyFile] = relationship(cascade="all, delete-orphan", lazy="raise", single_parent=True)


class Question(Base):
    """What a customer writes who means this article; `policy_id` None: what no policy governs.

    `case_slug` names the case of the newest revision that it asks for, where the file says so.
    """

    __tablename__ = "question"
    __table_args__ = (CheckConstraint("language in ('it', 'en')", name="language"),)

    question_id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str | None] = mapped_column(ForeignKey("article.policy_id"), index=True)
    language: Mapped[str]
    position: Mapped[int]
    text: Mapped[str]
    case_slug: Mapped[str | None]
