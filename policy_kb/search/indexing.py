"""Prepares what search reads: stems for full text, vectors, and heads fitted on the example questions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, selectinload

from learning.encoder import SentenceEncoder
from policy_kb.bilingual import LANGUAGES, Bilingual, Language
from policy_kb.language.stems import stems
from policy_kb.progress import Progress
from policy_kb.search.archive import pack
from policy_kb.search.cases import telling_texts
from policy_kb.search.fitting import METHOD, Example, fit
from policy_kb.search.heads import Heads
from policy_kb.store.articles import example_questions
from policy_kb.store.vectors import Vectors
from policy_kb.tables import AnsweredCase, FittedHeads, Question, Revision, SearchText


def index_articles(db_session: Session, policy_ids: list[str], today: date) -> None:
    """Rewrites the search texts of these articles: every revision in force today or later."""
    db_session.execute(delete(SearchText).where(SearchText.policy_id.in_(policy_ids)))
    lasting = or_(Revision.in_force_until.is_(None), Revision.in_force_until > today)
    query = select(Revision).where(Revision.policy_id.in_(policy_ids), lasting)
    loads = (
        selectinload(Revision.parts),
        selectinload(Revision.clauses),
        selectinload(Revision.alternatives),
    )
    for revision in db_session.scalars(query.options(*loads).execution_options(populate_existing=True)):
        for language in LANGUAGES:
            db_session.add_all(_search_texts(db_session, revision, language))


def _search_texts(db_session: Session, revision: Revision, language: Language) -> list[SearchText]:
    questions = db_session.scalars(
        select(Question.text).where(Question.policy_id == revision.policy_id, Question.language == language)
    )
    pairs: list[Bilingual] = [revision.title, *(part.text for part in revision.parts)]
    pairs += [text for item in revision.alternatives for text in (item.title, item.text)]
    pairs += [clause.text for clause in revision.clauses]
    whole = " ".join([*(pair.in_language(language) for pair in pairs), *questions])
    return [
        _search_text(revision, None, language, whole),
        *(_search_text(revision, c.clause_id, language, c.text.in_language(language)) for c in revision.clauses),
    ]


def _search_text(revision: Revision, clause_id: int | None, language: Language, text: str) -> SearchText:
    return SearchText(
        policy_id=revision.policy_id,
        revision_id=revision.revision_id,
        clause_id=clause_id,
        language=language,
        stems=" ".join(stems(text, language)),
    )


@dataclass
class Fitting:
    """A fit of the heads to be made: to what, with which vectors, and what came of it.

    `asked_of_cases` are how customers ask for the cases of the revisions: their vectors are made here too, so that no
    customer waits for them.
    """

    examples: list[Example]
    asked_of_cases: list[str]
    vectors: Vectors
    fitted_on: str
    heads: Heads | None = None

    @classmethod
    def of(cls, db_session: Session, encoder: SentenceEncoder) -> Fitting | None:
        """The fit that the example questions and rule texts ask for; None where there is just that one, or no text."""
        asked, rules = example_texts(db_session)
        examples, of_cases = asked + rules, _case_texts(db_session)
        fitted_on = _fingerprint(examples, of_cases, encoder)
        if not examples or db_session.get(FittedHeads, fitted_on) is not None:
            return None
        return cls(examples, of_cases, Vectors.read(db_session, encoder), fitted_on)

    def run(self, progress: Progress) -> None:
        """Computes vectors and heads; needs no database."""
        texts = [example.text for example in self.examples]
        vectors = self.vectors.of([*texts, *self.asked_of_cases], progress)
        self.heads = fit(self.examples, vectors[: len(texts)], progress)

    def keep(self, db_session: Session) -> None:
        """Writes what came of it, in place of the fit before."""
        if self.heads is None:
            return
        self.vectors.keep(db_session)
        db_session.execute(delete(FittedHeads))
        db_session.add(FittedHeads(fitted_on=self.fitted_on, archive=pack(self.heads)))


def example_texts(db_session: Session) -> tuple[list[Example], list[Example]]:
    """What the heads are fitted on: the example questions, and the texts of the rules."""
    asked = [Example(row.text, row.language, row.policy_id) for row in example_questions(db_session)]
    return asked, _rule_texts(db_session)


def _rule_texts(db_session: Session) -> list[Example]:
    """The summaries and clauses of the revisions that are open-ended: they name what questions only imply."""
    query = select(Revision).where(Revision.in_force_until.is_(None)).order_by(Revision.policy_id)
    revisions = db_session.scalars(query.options(selectinload(Revision.parts), selectinload(Revision.clauses)))
    return [
        Example(pair.in_language(language), language, revision.policy_id)
        for revision in revisions
        for pair in [*revision.texts("summary"), *(clause.text for clause in revision.clauses)]
        for language in LANGUAGES
    ]


def _case_texts(db_session: Session) -> list[str]:
    """What tells the cases of the revisions that are open-ended apart."""
    query = select(AnsweredCase).join(Revision).where(Revision.in_force_until.is_(None)).order_by(AnsweredCase.case_id)
    query = query.options(selectinload(AnsweredCase.variants))
    return [text for case in db_session.scalars(query) for text in telling_texts(case)]


def _fingerprint(examples: list[Example], asked_of_cases: list[str], encoder: SentenceEncoder) -> str:
    told = repr([(example.text, example.language, example.policy_id) for example in examples])
    told += repr(asked_of_cases) if asked_of_cases else ""
    return hashlib.sha256(f"{METHOD} {encoder.name} {told}".encode()).hexdigest()
