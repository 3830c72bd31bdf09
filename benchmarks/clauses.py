"""Which clause is quoted: questions whose policy is known, written from the clauses' text by a hand that saw no code.

Reports how often the first clause quoted answers the question, and how often one of the first two does, beside shared
words alone.

    python -m benchmarks.clauses
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.table import Table
from sqlalchemy.orm import Session

from benchmarks.results import report
from learning.encoder import UniversalSentenceEncoder
from policy_kb.bilingual import LANGUAGES
from policy_kb.database import database_url, open_engine
from policy_kb.search.clauses import best_clauses
from policy_kb.search.engine import PolicySearch
from policy_kb.store.articles import published_revisions, whole_revision
from policy_kb.tables import Clause

QUESTIONS = Path(__file__).parent / "sets" / "clauses.jsonl"
Ranker = Callable[[str, list[Clause], Any], list[Clause]]


def main() -> None:
    """Ranks the clauses of each question's policy in both ways."""
    engine = open_engine(database_url())
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    with Session(engine) as db_session:
        clauses = {row["policy_id"]: _clauses(db_session, row["policy_id"]) for row in questions}
    rankers = {
        "words and meaning": PolicySearch(engine, UniversalSentenceEncoder()).clauses,
        "words alone": best_clauses,
    }
    table, figures = Table("clauses by", "language", "first right", "one of two right"), {}
    for name, ranker in rankers.items():
        for language in (*LANGUAGES, None):
            rows = [row for row in questions if language in (None, row["lang"])]
            first, two = _shares(rows, clauses, ranker)
            table.add_row(name, language or "both", f"{first:.1%}", f"{two:.1%}")
            figures[f"{name}, {language or 'both'}"] = {"first": first, "two": two}
    report("clauses", table, {"questions": len(questions), **figures})


def _clauses(db_session: Session, policy_id: str) -> list[Clause]:
    newest = published_revisions(db_session, policy_id)[-1]
    return list(whole_revision(db_session, policy_id, newest.version).clauses)


def _shares(rows: list[dict[str, Any]], clauses: dict[str, list[Clause]], ranker: Ranker) -> tuple[float, float]:
    first = two = 0
    for row in rows:
        ranked = [clause.number for clause in ranker(row["text"], clauses[row["policy_id"]], row["lang"])]
        first += bool(set(ranked[:1]) & set(row["clauses"]))
        two += bool(set(ranked[:2]) & set(row["clauses"]))
    return first / len(rows), two / len(rows)


if __name__ == "__main__":
    main()
