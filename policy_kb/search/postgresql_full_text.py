"""Full text on PostgreSQL: `tsvector` over our stems, ranked by `ts_rank`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from policy_kb.bilingual import Language
from policy_kb.search.full_text import Hit

# Weight 1: a long article is not better for being long. The factor brings ranks near to BM25's range.
_QUERY = text(
    "select policy_id, revision_id, 100 * ts_rank(document, query, 1) as score"
    " from search_text, to_tsquery('simple', :expression) query"
    " where document @@ query and language = :language and clause_id is null"
    " order by score desc, policy_id limit :limit"
)


class PostgresqlFullText:
    """See FullText."""

    def articles(self, connection: Connection, stems: Sequence[str], language: Language, limit: int) -> list[Hit]:
        """See FullText."""
        terms = list(dict.fromkeys(stems))
        if not terms:
            return []
        expression = " | ".join("'" + term.replace("'", "''") + "'" for term in terms)
        facts = {"expression": expression, "language": language, "limit": limit}
        return [Hit(*row) for row in connection.execute(_QUERY, facts)]
