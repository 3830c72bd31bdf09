"""A clause: a numbered piece of the exact text of a revision."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base


class Clause(Base):
    """What gets quoted and searched."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("revision_id", "number"),)

    clause_id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"), index=True)
    number: Mapped[str]
    position: Mapped[int]
    text: Mapped[Bilingual] = composite(mapped_column("text_it"), mapped_column("text_en"))
