"""Publishes a checked collection of files: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from learning.encoder import SentenceEncoder
from policy_kb import tables
from policy_kb.errors import ContentRefused
from policy_kb.files.collection import Collection
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.company import OutOfScope
from policy_kb.progress import Progress, silent
from policy_kb.publishing.details import update_details
from policy_kb.publishing.outcome import Outcome
from policy_kb.publishing.own_lists import put_customers, put_glossary
from policy_kb.publishing.records import company_records, revision_record
from policy_kb.publishing.revisions import NewRevision, arrange_ends, new_revisions
from policy_kb.search.indexing import Fitting, index_articles
from policy_kb.store.articles import policy_ids, published_revisions
from policy_kb.store.generations import next_generation
from policy_kb.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Publisher:
    """Publishes into the database of `engine`, with vectors by `encoder`; `today` is the company's day."""

    engine: Engine
    encoder: SentenceEncoder
    today: date

    def publish(self, collection: Collection, progress: Progress = silent) -> list[Outcome]:
        """Publishes what is new in `collection`; publishing the same again changes nothing, unless the
        search is fitted in another way now than when it was published.

        The whole is rehearsed first and rolled back, which tells what the search will have to be fitted to: fitting
        takes long, and would otherwise keep other writers waiting. Then texts and fit come in one transaction.
        Raises ContentRefused where the collection has complaints, or tells a published revision otherwise.
        """
        _refuse_if_wrong(collection)
        with UnitOfWork(self.engine) as rehearsal:
            outcomes, changed = self._put_everything(rehearsal.db_session, collection)
            fitting = Fitting.of(rehearsal.db_session, self.encoder)
        if not changed and fitting is None:
            return outcomes
        if fitting:
            fitting.run(progress)
        with UnitOfWork(self.engine) as work:
            outcomes, _ = self._put_everything(work.db_session, collection)
            if fitting:
                fitting.keep(work.db_session)
            work.commit()
        return outcomes

    def _put_everything(self, db_session: Session, collection: Collection) -> tuple[list[Outcome], bool]:
        """Everything but the fit; also whether anything is new."""
        generation = next_generation(db_session)
        company_changed = _put_company(db_session, collection)
        outcomes = self._put_all(db_session, collection)
        _refuse_if_wrong(collection)
        lists_changed = [
            _put_out_of_scope(db_session, collection.out_of_scope),
            put_glossary(db_session, collection.glossary),
            put_customers(db_session, collection.customers),
        ]
        changed = [outcome.policy_id for outcome in outcomes if outcome.change != "unchanged"]
        index_articles(db_session, changed, self.today)
        return outcomes, bool(changed or any(lists_changed) or company_changed or generation == 1)

    def _put_all(self, db_session: Session, collection: Collection) -> list[Outcome]:
        articles = [collection.articles[policy_id] for policy_id in sorted(collection.articles)]
        known = set(policy_ids(db_session))
        # All articles before the first revision, since alternatives lead from one to another.
        updated = {article.policy_id: update_details(db_session, article) for article in articles}
        outcomes = []
        for article in articles:
            versions = self._put_revisions(db_session, collection, article)
            outcomes.append(_outcome(article, article.policy_id in known, versions, updated[article.policy_id]))
        db_session.flush()
        return outcomes

    def _put_revisions(self, db_session: Session, collection: Collection, article: Article) -> tuple[int, ...]:
        published = published_revisions(db_session, article.policy_id)
        fresh = new_revisions(article, published, collection.files[article.policy_id], self.today)
        self._add(db_session, collection, article, published, fresh)
        return tuple(item.version for item in fresh)

    def _add(
        self,
        db_session: Session,
        collection: Collection,
        article: Article,
        published: list[tables.Revision],
        fresh: list[NewRevision],
    ) -> None:
        assert collection.company is not None
        assert collection.laws is not None
        now = datetime.now(UTC)
        rows = [
            revision_record(
                article,
                item.revision,
                collection.company,
                collection.laws,
                (item.version, item.in_force_from),
                now,
            )
            for item in fresh
        ]
        replaced = bool(fresh) and fresh[0].in_place
        arrange_ends(published, rows, withdrawn=replaced and published[-1].in_force_from > self.today)
        db_session.flush()  # the predecessor's end first: only one revision may be open-ended
        db_session.add_all(rows)


def _refuse_if_wrong(collection: Collection) -> None:
    if collection.complaints:
        raise ContentRefused(collection.complaints)


def _outcome(article: Article, known: bool, versions: tuple[int, ...], updated: bool) -> Outcome:
    if not known:
        return Outcome(article.policy_id, "new article", versions)
    if versions:
        return Outcome(article.policy_id, "new revision", versions)
    return Outcome(article.policy_id, "details updated" if updated else "unchanged")


def _put_company(db_session: Session, collection: Collection) -> bool:
    assert collection.company is not None
    present = db_session.scalar(select(tables.Company.company_id))
    if present is not None and present != collection.company.company_id:
        collection.documents[0].complain(("company_id",), "other_company", present=present)
        raise ContentRefused(collection.complaints)
    with db_session.no_autoflush:  # a flush between two rows would hide the change of the first
        rows = [db_session.merge(row) for row in company_records(collection.company)]
    changed = any(row in db_session.new or db_session.is_modified(row) for row in rows)
    db_session.flush()
    return changed


def _put_out_of_scope(db_session: Session, out_of_scope: OutOfScope | None) -> bool:
    if out_of_scope is None:
        return False
    rows = [
        (language, text)
        for language, texts in (("it", out_of_scope.questions.it), ("en", out_of_scope.questions.en))
        for text in texts
    ]
    stored = db_session.query(tables.Question).filter(tables.Question.policy_id.is_(None))
    order = (tables.Question.language.desc(), tables.Question.position)
    if [(row.language, row.text) for row in stored.order_by(*order)] == rows:
        return False
    db_session.execute(delete(tables.Question).where(tables.Question.policy_id.is_(None)))
    db_session.add_all(
        tables.Question(policy_id=None, language=language, position=index, text=text)
        for index, (language, text) in enumerate(rows)
    )
    return True
