"""Words of the company's rules, explained."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, composite, mapped_column

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base


class GlossaryTerm(Base):
    """A word with its explanation in plain words; `names_*` are the ways in which customers write it."""

    __tablename__ = "glossary_term"

    term_id: Mapped[str] = mapped_column(primary_key=True)
    names_it: Mapped[list[str]]
    names_en: Mapped[list[str]]
    text: Mapped[Bilingual] = composite(mapped_column("text_it"), mapped_column("text_en"))
