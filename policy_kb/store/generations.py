"""The generation counter: rises with every publication, so that readers notice."""

from __future__ import annotations

from sqlalchemy import Connection, update
from sqlalchemy.orm import Session

from policy_kb.errors import NotReady
from policy_kb.tables import Generation


def current_generation(connection: Connection) -> int:
    """The number of the present generation. Raises NotReady where nothing was published yet."""
    number: int | None = connection.exec_driver_sql("select number from generation").scalar()
    if number is None:
        raise NotReady("nothing was published yet")
    return number


def next_generation(db_session: Session) -> int:
    """Begins a new generation and returns its number; a concurrent publisher waits here."""
    # Counted by the database: a number read beforehand could be another publisher's too.
    raised = update(Generation).values(number=Generation.number + 1).returning(Generation.number)
    number: int | None = db_session.scalar(raised)
    if number is None:
        number = 1
        db_session.add(Generation(generation_id=1, number=number))
        db_session.flush()
    return number
