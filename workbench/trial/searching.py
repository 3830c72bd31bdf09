"""What the search finds for a message: the policies that may be meant, and the clauses that are nearest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learning.encoder import UniversalSentenceEncoder
from policy_kb.answer.facts import CustomerFacts
from policy_kb.answer.library import Library
from policy_kb.bilingual import Language
from policy_kb.database import open_engine
from policy_kb.errors import UnknownArticle
from policy_kb.search.engine import PolicySearch
from policy_kb.search.result import SearchResult
from policy_kb.store.customers import add_customer
from workbench.trial.records import Quoted, Scored

CLAUSES = 3


class Searching:
    """Asks a knowledge base in a file as the actions would at some moment."""

    def __init__(self, database: Path) -> None:
        """Open the file; nothing is read yet."""
        self._engine: Engine = open_engine(f"sqlite:///{database}")
        self._moment = datetime.now(UTC)
        self._search = PolicySearch(self._engine, UniversalSentenceEncoder())
        self._library = Library(self._engine, lambda: self._moment)

    def find(self, text: str, language: Language, moment: datetime) -> SearchResult:
        """Which policies may be meant at `moment`."""
        self._moment = moment
        return self._search.search(text, language, self._library.shelf().day)

    def scored(self, found: SearchResult, language: Language) -> list[Scored]:
        """The candidates with their titles."""
        titles = self._library.shelf().titles
        return [
            Scored(
                name=item.policy_id, score=item.probability, title=titles[item.policy_id].title.in_language(language)
            )
            for item in found.candidates
            if item.policy_id in titles
        ]

    def clauses(self, policy_id: str | None, text: str, language: Language) -> list[Quoted]:
        """The clauses of a policy nearest to the text; none where the policy is not in force."""
        if policy_id is None:
            return []
        try:
            revision = self._library.revision(policy_id)
        except UnknownArticle:
            return []
        nearest = self._search.clauses(text, revision.clauses, language)[:CLAUSES]
        return [Quoted(number=clause.number, text=clause.text.in_language(language)) for clause in nearest]

    def add_customer(self, customer_id: str, facts: CustomerFacts) -> None:
        """Let somebody be known who is described by `facts`."""
        with Session(self._engine) as db_session, db_session.begin():
            add_customer(db_session, customer_id, facts)

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()


def moment_of(now: str) -> datetime:
    """The moment that an ISO text names, in UTC unless it says otherwise; ValueError where it names none."""
    moment = datetime.fromisoformat(now)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))
