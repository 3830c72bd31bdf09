"""Full-text search over the stems of articles: the database's own, behind one small face.

On SQLite it is FTS5 with BM25 (Robertson and Zaragoza, "The probabilistic relevance framework", 2009); on PostgreSQL
`tsvector` with `ts_rank`. A large collection is asked for the rarest terms only, since the cost of an OR is that of its
commonest words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from policy_kb.bilingual import Language

# From this many articles on, common words are left out where rarer ones do.
LARGE = 1000
# In a large collection the rarest terms are asked for: at least so many, at most so many, and between the two as long
# as they stand together in no more than this share of the articles (or in so few that it does not matter).
LEAST_TERMS = 2
MOST_TERMS = 12
BUDGET_SHARE = 0.15
LEAST_BUDGET = 1500


@dataclass(frozen=True)
class Hit:
    """A search text that was found; a higher `score` is better, and scores of one query compare."""

    policy_id: str
    revision_id: int
    score: float


class FullText(Protocol):
    """Finds articles by the stems of a question."""

    def articles(self, connection: Connection, stems: Sequence[str], language: Language, limit: int) -> list[Hit]:
        """The best articles, best first; no stems, no articles."""
        ...


@dataclass
class TermFrequencies:
    """In how many articles a term stands, remembered for one generation and language."""

    counts: dict[tuple[Language, str], int] = field(default_factory=dict)
    sizes: dict[Language, int] = field(default_factory=dict)


def full_text_for(dialect: str) -> FullText:
    """The full text of a database, by the name of its dialect."""
    from policy_kb.search.postgresql_full_text import PostgresqlFullText
    from policy_kb.search.sqlite_full_text import SqliteFullText

    return SqliteFullText() if dialect == "sqlite" else PostgresqlFullText()
