"""What one generation of the knowledge base looks like to a search, kept in memory until the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.search.archive import unpack
from policy_kb.search.full_text import FullText, full_text_for
from policy_kb.search.heads import Heads
from policy_kb.store.articles import titles_in_force
from policy_kb.tables import FittedHeads


@dataclass(frozen=True)
class Index:
    """The revisions in force on `day` in generation `generation`, the fitted heads, and full text."""

    generation: int
    day: date
    in_force: dict[str, int]
    heads: Heads | None
    full_text: FullText
    dialect: str


def read_index(db_session: Session, generation: int, day: date) -> Index:
    """Reads the index of `generation` as it is on `day`."""
    archive = db_session.scalar(select(FittedHeads.archive))
    dialect = db_session.get_bind().dialect.name
    return Index(
        generation=generation,
        day=day,
        in_force={row.policy_id: row.revision_id for row in titles_in_force(db_session, day)},
        heads=unpack(archive) if archive else None,
        full_text=full_text_for(dialect),
        dialect=dialect,
    )
