"""A unit of work: everything or nothing, and no published revision is ever changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from policy_kb import tables
from policy_kb.bilingual import Bilingual
from policy_kb.errors import RevisionIsImmutable
from policy_kb.store.articles import policy_ids, review_days, whole_revision
from policy_kb.store.feedback import keep_feedback
from policy_kb.unit_of_work import UnitOfWork
from tests.factories.publishing import Published, every_row
from tests.factories.small_company import TODAY

IMMUTABLE = (
    tables.Revision, tables.Part, tables.Clause, tables.Evidence, tables.Alternative, tables.Transition,
    tables.RevisionResource,
)  # fmt: skip
OTHER = Bilingual("altro", "other")
CHANGES: dict[type[tables.Base], Callable[[tables.Base], None]] = {
    tables.Revision: lambda row: setattr(row, "title", OTHER),
    tables.Part: lambda row: setattr(row, "text", OTHER),
    tables.Clause: lambda row: setattr(row, "number", "9.9"),
    tables.Evidence: lambda row: setattr(row, "url", "https://other.example"),
    tables.Alternative: lambda row: setattr(row, "loyalty_at_least", "platinum"),
    tables.Transition: lambda row: setattr(row, "grace_until", None),
    tables.RevisionResource: lambda row: setattr(row, "number", "112"),
}


def owner_of(published: Published) -> str:
    with Session(published.engine) as db_session:
        return db_session.scalars(select(tables.Article).order_by(tables.Article.policy_id)).first().owner.en  # type: ignore[union-attr]


def rename_owner(work: UnitOfWork) -> None:
    work.db_session.get_one(tables.Article, "gift-wrapping").owner = OTHER


def test_what_was_committed_stays(published: Published) -> None:
    with UnitOfWork(published.engine) as work:
        rename_owner(work)
        work.commit()
    assert owner_of(published) == "other"


def test_what_was_not_committed_is_gone(shared_published: Published) -> None:
    with UnitOfWork(shared_published.engine) as work:
        rename_owner(work)
        work.db_session.flush()
    assert owner_of(shared_published) == "Head of shops"


def test_an_error_rolls_everything_back_and_is_not_swallowed(shared_published: Published) -> None:
    def fail_halfway() -> None:
        with UnitOfWork(shared_published.engine) as work:
            rename_owner(work)
            work.db_session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert owner_of(shared_published) == "Head of shops"


def test_a_second_unit_may_follow_one_that_was_refused(published: Published) -> None:
    with UnitOfWork(published.engine) as work:
        work.db_session.delete(work.db_session.scalars(select(tables.Clause)).first())
        refused(work)
    with UnitOfWork(published.engine) as work:
        rename_owner(work)
        work.commit()
    assert owner_of(published) == "other"


def refused(work: UnitOfWork) -> None:
    with pytest.raises(RevisionIsImmutable):
        work.commit()


@pytest.mark.parametrize("table", IMMUTABLE)
def test_no_published_part_can_be_changed(table: type[tables.Base], shared_published: Published) -> None:
    before = every_row(shared_published.engine)
    with UnitOfWork(shared_published.engine) as work:
        row = work.db_session.scalars(select(table)).first()
        assert row is not None
        CHANGES[table](row)
        refused(work)
    assert every_row(shared_published.engine) == before


@pytest.mark.parametrize("table", IMMUTABLE)
def test_no_published_part_can_be_deleted(table: type[tables.Base], shared_published: Published) -> None:
    before = every_row(shared_published.engine)
    with UnitOfWork(shared_published.engine) as work:
        work.db_session.delete(work.db_session.scalars(select(table)).first())
        refused(work)
    assert every_row(shared_published.engine) == before


@pytest.mark.parametrize("table", IMMUTABLE)
def test_no_statement_over_published_parts_passes(table: type[tables.Base], shared_published: Published) -> None:
    with UnitOfWork(shared_published.engine) as work:
        for statement in (delete(table), update(table).values(revision_id=1)):
            with pytest.raises(RevisionIsImmutable):
                work.db_session.execute(statement)


CLAUSE = {"number": "9", "position": 9, "text": OTHER}
EXTENSIONS: dict[str, Callable[[Session, tables.Revision], object]] = {
    "by id": lambda db_session, row: db_session.add(tables.Clause(revision_id=row.revision_id, **CLAUSE)),
    "by list": lambda _, row: row.clauses.append(tables.Clause(**CLAUSE)),
    "less one": lambda _, row: row.clauses.pop(),
}


@pytest.mark.parametrize("way", EXTENSIONS)
def test_no_clause_can_be_added_to_a_published_revision_or_taken_off(way: str, shared_published: Published) -> None:
    with UnitOfWork(shared_published.engine) as work:
        revision = whole_revision(work.db_session, "sofa-trial", 1)
        EXTENSIONS[way](work.db_session, revision)
        refused(work)


def test_only_the_end_of_a_published_revision_may_be_set(published: Published) -> None:
    with UnitOfWork(published.engine) as work:
        whole_revision(work.db_session, "sofa-trial", 1).in_force_until = TODAY
        work.commit()
    with Session(published.engine) as db_session:
        assert whole_revision(db_session, "sofa-trial", 1).in_force_until == TODAY


def test_feedback_is_kept_against_the_revision_it_is_about(published: Published) -> None:
    with UnitOfWork(published.engine) as work:
        keep_feedback(work.db_session, "objection", "it", "non è giusto 😀", "sofa-trial", 1)
        keep_feedback(work.db_session, "helped", "en", "thanks", None, None)
        work.commit()
    with Session(published.engine) as db_session:
        rows = db_session.scalars(select(tables.CustomerFeedback).order_by(tables.CustomerFeedback.feedback_id)).all()
        assert [(row.kind, row.policy_id, row.version, row.text) for row in rows] == [
            ("objection", "sofa-trial", 1, "non è giusto 😀"),
            ("helped", None, None, "thanks"),
        ]


def test_policies_are_listed_with_their_review_days(shared_published: Published) -> None:
    with Session(shared_published.engine) as db_session:
        ids = policy_ids(db_session)
        assert ids == ["gift-wrapping", "sofa-trial", "spare-parts"]
        assert review_days(db_session) == dict.fromkeys(ids, date(2099, 12, 31))
