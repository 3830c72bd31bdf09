"""A unit of work: everything or nothing, rolled back unless committed."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import Session, sessionmaker

from policy_kb import tables
from policy_kb.errors import RevisionIsImmutable

_IMMUTABLE = (
    tables.Revision,
    tables.Part,
    tables.Clause,
    tables.Evidence,
    tables.Alternative,
    tables.Transition,
    tables.RevisionResource,
)


class UnitOfWork:
    """One transaction over the knowledge base. Use as `with UnitOfWork(engine) as work: … work.commit()`."""

    def __init__(self, engine: Engine) -> None:
        self._factory = sessionmaker(engine, expire_on_commit=False)
        event.listen(self._factory, "before_flush", _guard_published)

    def __enter__(self) -> Self:
        self.db_session: Session = self._factory()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db_session.rollback()
        self.db_session.close()

    def commit(self) -> None:
        """Makes what was done durable."""
        self.db_session.commit()


def _guard_published(db_session: Session, _context: Any, _instances: Any) -> None:
    """Refuses to change or delete a published revision; only its end may be set, once a later one follows."""
    for row in db_session.deleted:
        if isinstance(row, _IMMUTABLE):
            raise RevisionIsImmutable(repr(row))
    for row in db_session.dirty:
        if isinstance(row, _IMMUTABLE) and _changed_columns(row) - {"in_force_until"}:
            raise RevisionIsImmutable(repr(row))


def _changed_columns(row: object) -> set[str]:
    state = inspect(row)
    assert state is not None
    columns = {attribute.key for attribute in state.mapper.column_attrs}
    return {name for name in columns if state.attrs[name].history.has_changes()}
