"""A unit of work: everything or nothing, rolled back unless committed."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from policy_kb import tables
from policy_kb.errors import RevisionIsImmutable

_PARTS = (
    tables.Part,
    tables.Clause,
    tables.Evidence,
    tables.Alternative,
    tables.Transition,
    tables.RevisionResource,
)
_IMMUTABLE = (tables.Revision, *_PARTS)


class UnitOfWork:
    """One transaction over the knowledge base. Use as `with UnitOfWork(engine) as work: … work.commit()`."""

    def __init__(self, engine: Engine) -> None:
        self._factory = sessionmaker(engine, expire_on_commit=False)
        event.listen(self._factory, "before_flush", _guard_published)
        event.listen(self._factory, "do_orm_execute", _guard_bulk)

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
    """Refuses to change, extend or delete a published revision; only its end may be set, once a later one follows."""
    for row in db_session.new:
        # A new revision's own parts get its id in the flush itself.
        if isinstance(row, _PARTS) and row.revision_id is not None:
            raise RevisionIsImmutable(repr(row))
    for row in db_session.deleted:
        if isinstance(row, _IMMUTABLE):
            raise RevisionIsImmutable(repr(row))
    for row in db_session.dirty:
        if isinstance(row, _IMMUTABLE) and _changed(row) - {"in_force_until"}:
            raise RevisionIsImmutable(repr(row))


def _guard_bulk(execution: ORMExecuteState) -> None:
    """Refuses `update` and `delete` statements over published revisions, which pass by the flush."""
    mapper = execution.bind_mapper
    if (execution.is_update or execution.is_delete) and mapper is not None and issubclass(mapper.class_, _IMMUTABLE):
        raise RevisionIsImmutable(mapper.class_.__name__)


def _changed(row: object) -> set[str]:
    """The columns and lists of `row` that were changed."""
    state = inspect(row)
    assert state is not None
    names = {attribute.key for attribute in (*state.mapper.column_attrs, *state.mapper.relationships)}
    return {name for name in names if state.attrs[name].history.has_changes()}
