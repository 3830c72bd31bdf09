"""The policy file of an article: objective, mission, competitors, procedures, standards, escalation."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base


class PolicyFile(Base):
    """What representatives and owners need behind an article."""

    __tablename__ = "policy_file"

    policy_id: Mapped[str] = mapped_column(ForeignKey("article.policy_id"), primary_key=True)
    objective: Mapped[Bilingual] = composite(mapped_column("objective_it"), mapped_column("objective_en"))
    mission: Mapped[Bilingual] = composite(mapped_column("mission_it"), mapped_column("mission_en"))
    mission_url: Mapped[str]
    competitors: Mapped[list[Competitor]] = relationship(
        cascade="all, delete-orphan", order_by="Competitor.position", lazy="raise"
    )
    procedure_steps: Mapped[list[ProcedureStep]] = relationship(
        cascade="all, delete-orphan", order_by="ProcedureStep.position", lazy="raise"
    )
    standards: Mapped[list[Standard]] = relationship(
        cascade="all, delete-orphan", order_by="Standard.position", lazy="raise"
    )
    escalation: Mapped[list[EscalationStep]] = relationship(
        cascade="all, delete-orphan", order_by="EscalationStep.position", lazy="raise"
    )


class Competitor(Base):
    """What others in the trade do."""

    __tablename__ = "competitor"

    competitor_id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("policy_file.policy_id"), index=True)
    position: Mapped[int]
    name: Mapped[Bilingual] = composite(mapped_column("name_it"), mapped_column("name_en"))
    practice: Mapped[Bilingual] = composite(mapped_column("practice_it"), mapped_column("practice_en"))


class ProcedureStep(Base):
    """One step of what staff do on a channel (chat, web, phone, email, shop)."""

    __tablename__ = "procedure_step"

    step_id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("policy_file.policy_id"), index=True)
    channel: Mapped[str]
    position: Mapped[int]
    text: Mapped[Bilingual] = composite(mapped_column("text_it"), mapped_column("text_en"))


class Standard(Base):
    """A promise with a number of hours."""

    __tablename__ = "standard"

    standard_id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("policy_file.policy_id"), index=True)
    position: Mapped[int]
    text: Mapped[Bilingual] = composite(mapped_column("text_it"), mapped_column("text_en"))
    hours: Mapped[int]


class EscalationStep(Base):
    """Who decides next, about what, in how many hours; in order."""

    __tablename__ = "escalation_step"

    step_id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("policy_file.policy_id"), index=True)
    position: Mapped[int]
    role: Mapped[Bilingual] = composite(mapped_column("role_it"), mapped_column("role_en"))
    decides: Mapped[Bilingual] = composite(mapped_column("decides_it"), mapped_column("decides_en"))
    within_hours: Mapped[int]
