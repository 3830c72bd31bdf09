"""How well full text finds other people's texts, and what it costs beside a bare FTS5 query.

OR-ShARC: 651 government rules in English; a question with the asker's situation, and the rule that answers it.
SQuAD-it: Italian paragraphs and the questions that each answers. Every text is an article without example questions.
Reported: recall at 1 and 5, mean reciprocal rank among the first 12, median milliseconds.

    python -m benchmarks.retrieval
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.progress import track
from rich.table import Table

from benchmarks.bare_articles import bare_query, fill
from benchmarks.results import report, shared_file
from policy_kb.bilingual import Language
from policy_kb.database import migrate, open_engine
from policy_kb.language.stems import stems
from policy_kb.search.engine import PolicySearch


@dataclass(frozen=True)
class Foreign:
    """Texts by id, and questions with the id of the text that answers each."""

    name: str
    language: Language
    texts: dict[str, str]
    questions: list[tuple[str, str]]


def main() -> None:
    """Load, ask, report."""
    table = Table("texts", "way", "R@1", "R@5", "MRR", "median ms")
    figures: dict[str, Any] = {}
    for foreign in (_or_sharc(), _squad_it()):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "foreign.db"
            for way, ask in _ways(path, foreign).items():
                found = _asked(ask, foreign, way)
                figures[f"{foreign.name}, {way}"] = found
                table.add_row(foreign.name, way, *(f"{value:.3f}" for value in found.values()))
    report("retrieval", table, figures)


def _or_sharc() -> Foreign:
    texts = json.loads(shared_file("data/or_sharc/id2snippet.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in shared_file("data/or_sharc/questions.jsonl").read_text("utf-8").splitlines()]
    asked = [(f"{row['question']} {row['scenario']}", str(row["gold_snippet_id"])) for row in rows]
    return Foreign("OR-ShARC, with situation", "en", {str(key): text for key, text in texts.items()}, asked)


def _squad_it() -> Foreign:
    rows = [json.loads(line) for line in shared_file("data/squad_it/paragraphs.jsonl").read_text("utf-8").splitlines()]
    asked = [(question, str(index)) for index, row in enumerate(rows) for question in row["questions"]]
    return Foreign("SQuAD-it", "it", {str(index): row["paragraph"] for index, row in enumerate(rows)}, asked)


def _ways(path: Path, foreign: Foreign) -> dict[str, Callable[[str], list[str]]]:
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with sqlite3.connect(path) as connection:
        numbers = {key: number for number, key in enumerate(foreign.texts, start=1)}
        folded = {key: " ".join(stems(text, foreign.language)) for key, text in foreign.texts.items()}
        texts = ((key, number, None, foreign.language, folded[key]) for key, number in numbers.items())
        fill(connection, numbers.items(), texts)
    search, bare, today = PolicySearch(engine, None), sqlite3.connect(path), date.today()
    keys = list(foreign.texts)
    return {
        "ours": lambda text: [hit.policy_id for hit in search.full_text(text, foreign.language, today)],
        "bare FTS5": lambda text: [keys[row - 1] for row, _ in bare_query(bare, "article", text, foreign.language)],
    }


def _asked(ask: Callable[[str], list[str]], foreign: Foreign, way: str) -> dict[str, float]:
    ranks, spent = [], []
    for text, key in track(foreign.questions, f"{foreign.name}, {way}"):
        began = time.perf_counter()
        found = ask(text)
        spent.append((time.perf_counter() - began) * 1000)
        ranks.append(found.index(key) + 1 if key in found else 0)
    return {
        "recall_at_1": sum(rank == 1 for rank in ranks) / len(ranks),
        "recall_at_5": sum(0 < rank <= 5 for rank in ranks) / len(ranks),
        "mrr": sum(1 / rank for rank in ranks if rank) / len(ranks),
        "median_ms": statistics.median(spent),
    }


if __name__ == "__main__":
    main()
