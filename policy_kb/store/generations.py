"""The generation counter: rises with every publication, so that readers notice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.errors import NotReady
from policy_kb.tables import Generation


def current_generation(db_session: Session) -> int:
    """The number of the present generation. Raises NotReady where nothing was published yet."""
    number: int | None = db_session.scalar(select(Generation.number))
    if number is None:
        raise NotReady("nothing was published yet")
    return number


def next_generation(db_session: Session) -> int:
    """Begins a new generation and returns its number; a concurrent publisher waits here."""
    row = db_session.scalar(select(Generation).with_for_update())
    if row is None:
        row = Generation(generation_id=1, number=0)
        db_session.add(row)
    row.number += 1
    db_session.flush()
    return row.number
