"""A revision of an article: immutable, dated, complete in itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from policy_kb.bilingual import Bilingual
from policy_kb.tables.alternative import Alternative
from policy_kb.tables.base import Base
from policy_kb.tables.case import AnsweredCase
from policy_kb.tables.clause import Clause
from policy_kb.tables.evidence import Evidence
from policy_kb.tables.part import Part
from policy_kb.tables.resource import RevisionResource
from policy_kb.tables.transition import Transition

if TYPE_CHECKING:
    from policy_kb.tables.article import Article


class Revision(Base):
    """One revision. In force from `in_force_from` up to, not including, `in_force_until` (None: open end).

    The revisions of an article follow each other without overlap, so at most one is in force on a day; one that was
    replaced on its first day has both days equal and was never in force on any day.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("policy_id", "version"),
        CheckConstraint("in_force_until is null or in_force_until >= in_force_from", name="days"),
        Index(
            "uq_revision_open_end",
            "policy_id",
            unique=True,
            sqlite_where=text("in_force_until is null"),
            postgresql_where=text("in_force_until is null"),
        ),
    )

    revision_id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("article.policy_id"))
    version: Mapped[int]
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]
    title: Mapped[Bilingual] = composite(mapped_column("title_it"), mapped_column("title_en"))
    approved_by: Mapped[Bilingual] = composite(mapped_column("approved_by_it"), mapped_column("approved_by_en"))
    approved_on: Mapped[date]
    published_at: Mapped[datetime]
    content_hash: Mapped[str]
    # The revision as its file told it: what an export writes.
    source: Mapped[dict[str, Any]]

    article: Mapped[Article] = relationship(back_populates="revisions", lazy="raise")
    parts: Mapped[list[Part]] = relationship(order_by="Part.position", lazy="raise")
    evidence: Mapped[list[Evidence]] = relationship(order_by="Evidence.position", lazy="raise")
    alternatives: Mapped[list[Alternative]] = relationship(order_by="Alternative.position", lazy="raise")
    transition: Mapped[Transition | None] = relationship(lazy="raise")
    resources: Mapped[list[RevisionResource]] = relationship(order_by="RevisionResource.position", lazy="raise")
    clauses: Mapped[list[Clause]] = relationship(order_by="Clause.position", lazy="raise")
    cases: Mapped[list[AnsweredCase]] = relationship(order_by="AnsweredCase.position", lazy="raise")

    def is_in_force(self, day: date) -> bool:
        """Whether this revision is the one in force on `day`."""
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)

    def texts(self, name: str) -> list[Bilingual]:
        """The texts of the part called `name`, in order; empty where the revision has none."""
        return [part.text for part in self.parts if part.name == name]

    def text(self, name: str) -> Bilingual | None:
        """The text of a part that stands once."""
        return next(iter(self.texts(name)), None)
