"""Full text on SQLite: FTS5."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from policy_kb.bilingual import Language
from policy_kb.search.full_text import (
    BUDGET_SHARE,
    LARGE,
    LEAST_BUDGET,
    LEAST_TERMS,
    MOST_TERMS,
    Hit,
    TermFrequencies,
)

_QUERY = "select rowid, -rank from search_article_{0} where search_article_{0} match ? order by rank limit ?"
_QUERIES: dict[Language, str] = {"it": _QUERY.format("it"), "en": _QUERY.format("en")}
_ARTICLES = "select text_id, policy_id, revision_id from search_text where clause_id is null"


class SqliteFullText:
    """See FullText. Remembers whose texts are whose and how common terms are: one instance serves one generation."""

    def __init__(self) -> None:
        self._frequencies = TermFrequencies()
        self._revisions: dict[int, tuple[str, int]] = {}

    def articles(self, connection: Connection, stems: Sequence[str], language: Language, limit: int) -> list[Hit]:
        """See FullText."""
        terms = list(dict.fromkeys(stems))
        if not terms:
            return []
        if self._size(connection, language) < LARGE:
            return self._match(connection, " OR ".join(map(_quoted, terms)), language, limit)
        return self._match_rarest(connection, terms, language, limit)

    def _match_rarest(self, connection: Connection, terms: list[str], language: Language, limit: int) -> list[Hit]:
        """What any of the rarest terms finds: as many as stand in no more articles together than the budget allows.

        The score of an article lives on its rare words (their inverse document frequency), the cost of a query on its
        common ones.
        """
        counts = {term: self._count(connection, term, language) for term in terms}
        known = sorted((term for term in terms if counts[term]), key=lambda term: counts[term])
        budget = max(LEAST_BUDGET, int(self._size(connection, language) * BUDGET_SHARE))
        asked, spent = known[:LEAST_TERMS], sum(counts[term] for term in known[:LEAST_TERMS])
        for term in known[LEAST_TERMS:MOST_TERMS]:
            spent += counts[term]
            if spent > budget:
                break
            asked.append(term)
        return self._match(connection, " OR ".join(map(_quoted, asked)), language, limit) if asked else []

    def _match(self, connection: Connection, expression: str, language: Language, limit: int) -> list[Hit]:
        rows = connection.exec_driver_sql(_QUERIES[language], (expression, limit))
        revisions = self._of_texts(connection)
        # A text that is not among them came with a publication since; the next question sees it.
        return [Hit(*revisions[text_id], score) for text_id, score in rows if text_id in revisions]

    def _of_texts(self, connection: Connection) -> dict[int, tuple[str, int]]:
        """The policy and revision of each text; a join in the query would cost as much as the search."""
        if not self._revisions:
            rows = connection.exec_driver_sql(_ARTICLES)
            self._revisions = {text_id: (policy_id, revision_id) for text_id, policy_id, revision_id in rows}
        return self._revisions

    def _size(self, connection: Connection, language: Language) -> int:
        if language not in self._frequencies.sizes:
            query = "select count(*) from search_text where language = ? and clause_id is null"
            size = connection.exec_driver_sql(query, (language,)).scalar_one()
            self._frequencies.sizes[language] = int(size)
        return self._frequencies.sizes[language]

    def _count(self, connection: Connection, term: str, language: Language) -> int:
        key = (language, term)
        if key not in self._frequencies.counts:
            query = f"select doc from search_article_{language}_terms where term = ?"
            found = connection.exec_driver_sql(query, (term,)).scalar()
            self._frequencies.counts[key] = int(found or 0)
        return self._frequencies.counts[key]


def _quoted(term: str) -> str:
    """A term as an FTS5 string; stems hold letters and digits only, but quoting costs nothing."""
    return '"' + term.replace('"', '""') + '"'
