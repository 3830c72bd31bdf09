"""What customers ask about a rule again and again, with the plain answer for each."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from policy_kb.bilingual import Bilingual, Language
from policy_kb.tables.base import Base


class CaseVariant(Base):
    """What is said to customers for whom all conditions hold; a condition that is None is no condition."""

    __tablename__ = "case_variant"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    variant_id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("answered_case.case_id"))
    position: Mapped[int]
    answer: Mapped[Bilingual] = composite(mapped_column("answer_it"), mapped_column("answer_en"))
    next: Mapped[Bilingual] = composite(mapped_column("next_it"), mapped_column("next_en"))
    customer_groups: Mapped[list[str] | None]
    loyalty_at_least: Mapped[str | None]
    account_value_at_least: Mapped[int | None]
    order_states: Mapped[list[str] | None]


class AnsweredCase(Base):
    """One case of a revision; `clauses` are numbers, `alternatives` slugs, the questions how customers ask for it."""

    __tablename__ = "answered_case"
    __table_args__ = (UniqueConstraint("revision_id", "slug"),)

    case_id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"))
    position: Mapped[int]
    slug: Mapped[str]
    answer: Mapped[Bilingual] = composite(mapped_column("answer_it"), mapped_column("answer_en"))
    next: Mapped[Bilingual] = composite(mapped_column("next_it"), mapped_column("next_en"))
    clauses: Mapped[list[str]]
    alternatives: Mapped[list[str]]
    questions_it: Mapped[list[str]]
    questions_en: Mapped[list[str]]

    variants: Mapped[list[CaseVariant]] = relationship(order_by=CaseVariant.position, lazy="raise")

    def tellings(self, language: Language) -> list[str]:
        """Everything that it may say, with what comes next: to everyone, then to those whom a variant is for."""
        told = [(self.answer, self.next), *((variant.answer, variant.next) for variant in self.variants)]
        return [f"{answer.in_language(language)} {following.in_language(language)}" for answer, following in told]

    def questions(self, language: Language) -> list[str]:
        """How customers ask for it in `language`."""
        return self.questions_it if language == "it" else self.questions_en
