"""What a rule rests on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, composite, mapped_column

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base


class Evidence(Base):
    """A law, study, feedback or practice; `own` marks the company's own."""

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("kind in ('law', 'study', 'feedback', 'practice')", name="kind"),)

    evidence_id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    own: Mapped[bool]
    citation: Mapped[Bilingual] = composite(mapped_column("citation_it"), mapped_column("citation_en"))
    finding: Mapped[Bilingual] = composite(mapped_column("finding_it"), mapped_column("finding_en"))
    url: Mapped[str]
    checked: Mapped[date]
