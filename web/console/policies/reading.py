"""Reads a policy for a representative, and names the sources of what is put into a reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from policy_kb.answer.message import Source
from policy_kb.answer.sources import clause_source, evidence_source, revision_source
from policy_kb.errors import UnknownArticle, UnknownVersion
from policy_kb.store.articles import published_revisions, whole_revision
from policy_kb.tables import Article, Revision
from web.console.knowledge import Books, Knowledge
from web.console.policies.sections import sections_of
from web.console.policies.sheet import Piece, Sheet, Standard, Standing, Version
from web.language import Language
from web.numbers import is_number

CHANNEL = "chat"
# More parts than that are in no reply.
MOST_QUOTED = 20


@dataclass(frozen=True)
class Reading:
    """Reads approved revisions. Raises KnowledgeUnavailableError."""

    knowledge: Knowledge

    async def sheet(self, policy_id: str, version: int | None = None) -> Sheet | None:
        """A revision, that in force where none is named; None where there is none."""
        return await self.knowledge.ask(lambda books: _sheet(books, policy_id, version))

    async def sources(self, quoted: str, language: Language) -> list[dict[str, Any]]:
        """The sources of the parts that a reply was made of; `quoted` names them as `policy_id:version:key`, by spaces.

        What names no part that may be used is left out.
        """
        named = list(dict.fromkeys(quoted.split()))[:MOST_QUOTED]
        if not named:
            return []
        found = await self.knowledge.ask(lambda books: [_sources(books, name, language) for name in named])
        each = dict.fromkeys(source for sources in found for source in sources)
        return [{"label": source.label, "url": source.url} for source in each]


def _sheet(books: Books, policy_id: str, version: int | None) -> Sheet | None:
    try:
        with Session(books.engine) as db_session:
            number = books.library.revision(policy_id).version if version is None else version
            shown = whole_revision(db_session, policy_id, number)
            every = [
                whole_revision(db_session, policy_id, row.version) for row in published_revisions(db_session, policy_id)
            ]
            return _made(books.library.article(policy_id), shown, every, books.library.shelf().day)
    except (UnknownArticle, UnknownVersion):
        return None


def _made(article: Article, shown: Revision, every: Sequence[Revision], today: date) -> Sheet:
    standing = _standing(shown, today)
    steps = [step.text for step in article.policy_file.procedure_steps if step.channel == CHANNEL]
    return Sheet(
        policy_id=article.policy_id,
        title=shown.title,
        shown=_version(shown, today),
        can_be_used=standing == "in_force" or (standing == "over" and article.decided_by == "order_date"),
        sections=sections_of(shown, today),
        history=tuple(_version(revision, today) for revision in reversed(every)),
        objective=article.policy_file.objective,
        owner=article.owner,
        standards=tuple(Standard(item.text, item.hours) for item in article.policy_file.standards),
        procedure=tuple(steps),
    )


def _version(revision: Revision, today: date) -> Version:
    return Version(
        version=revision.version,
        in_force_from=revision.in_force_from,
        in_force_until=revision.in_force_until,
        standing=_standing(revision, today),
        approved_by=revision.approved_by,
        approved_on=revision.approved_on,
        then=revision.text("change_then"),
        now=revision.text("change_now"),
        better=revision.text("change_better"),
    )


def _standing(revision: Revision, today: date) -> Standing:
    if revision.is_in_force(today):
        return "in_force"
    return "coming" if revision.in_force_from > today else "over"


def _sources(books: Books, name: str, language: Language) -> list[Source]:
    policy_id, _, rest = name.partition(":")
    version, _, key = rest.partition(":")
    sheet = _sheet(books, policy_id, int(version)) if is_version(version) else None
    piece = None if sheet is None or not sheet.can_be_used else sheet.piece(key)
    return [] if piece is None else _named(books, policy_id, int(version), piece, language)


def _named(books: Books, policy_id: str, version: int, piece: Piece, language: Language) -> list[Source]:
    with Session(books.engine) as db_session:
        revision = whole_revision(db_session, policy_id, version)
    company = books.library.shelf().company
    if piece.clause is not None:
        return [clause_source(company, revision, revision.clauses[piece.clause], language)]
    own = [revision_source(company, revision, language)]
    return own if piece.evidence is None else [evidence_source(revision.evidence[piece.evidence], language), *own]


def is_version(value: str) -> bool:
    """Whether a text can be the number of a version."""
    return is_number(value, 6)
