"""A named text of a revision: summary, meaning, a step, why, what changed…"""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, composite, mapped_column

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base


class Part(Base):
    """`name` is one of summary, meaning, simpler, step, why, change_then, change_now, change_better,
    transition, transition_help; steps and help stand several times, in order of `position`."""

    __tablename__ = "part"

    part_id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"), index=True)
    name: Mapped[str]
    position: Mapped[int]
    text: Mapped[Bilingual] = composite(mapped_column("text_it"), mapped_column("text_en"))
