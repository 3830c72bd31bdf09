"""Articles that hold no more than a search reads, and the bare FTS5 query that a search is held against."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from policy_kb.bilingual import Language
from policy_kb.language.stems import stems

_REVISION = (
    "insert into revision (policy_id, revision_id, version, in_force_from, title_it, title_en, approved_by_it,"
    " approved_by_en, approved_on, published_at, content_hash, source)"
    " values (?, ?, 1, '2026-01-01', '-', '-', '-', '-', '2026-01-01', '2026-01-01 00:00:00', '-', '{}')"
)
_TEXT = "insert into search_text (policy_id, revision_id, clause_id, language, stems) values (?, ?, ?, ?, ?)"

SearchText = tuple[str, int, int | None, str, str]


def fill(connection: sqlite3.Connection, revisions: Iterable[tuple[str, int]], texts: Iterable[SearchText]) -> None:
    """Writes revisions (policy id, number) and search texts (policy id, revision, clause or None, language, stems)."""
    connection.execute("insert into generation values (1, 1)")
    connection.executemany(_REVISION, revisions)
    connection.executemany(_TEXT, texts)


def bare_query(connection: sqlite3.Connection, grain: str, text: str, language: Language) -> list[Any]:
    """The first 12 rows of an OR of the text's stems over clauses or articles (`grain`)."""
    words = " OR ".join(f'"{stem}"' for stem in dict.fromkeys(stems(text, language))) or '""'
    name = f"search_{grain}_{language}"
    query = f"select rowid, rank from {name} where {name} match ? order by rank limit 12"
    return connection.execute(query, (words,)).fetchall()
