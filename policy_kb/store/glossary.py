"""Reads the glossary."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.tables import GlossaryTerm


def all_terms(db_session: Session) -> list[GlossaryTerm]:
    """All terms of the glossary, by term id."""
    return list(db_session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.term_id)))
