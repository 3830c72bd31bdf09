"""What a search without the encoder costs, side by side with a bare FTS5 query that ORs the same words.

Two sizes: the published company's own, asked with its example questions; and 100,000 synthetic clauses in 25,000
articles, whose words follow Zipf's law, asked with 4 to 16 words of the same law. Every question is asked of each in
turn, so that noise hits all alike. Ours is the whole way of `PolicySearch.full_text`: generation check, stems, query,
revisions in force. The bare query is asked of the clauses and of the whole articles.

    python -m benchmarks.search
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.progress import track
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from benchmarks.bare_articles import SearchText, bare_query, fill
from benchmarks.results import report
from policy_kb.bilingual import Language, as_language
from policy_kb.database import database_url, migrate, open_engine
from policy_kb.search.engine import PolicySearch
from policy_kb.store.articles import example_questions

VOCABULARY = 30_000
ARTICLES = 25_000
CLAUSES_AN_ARTICLE = 4
WORDS_A_CLAUSE = 25
Question = tuple[str, Language]


@click.command()
@click.option("--questions", default=300, show_default=True, help="Questions a size.")
def main(questions: int) -> None:
    """Measure both sizes and report."""
    figures: dict[str, Any] = {}
    table = Table("size", "query", "median ms", "95th percentile ms", "median to bare", "95th to bare")
    chance = random.Random(7)
    own = _own_questions(questions, chance)
    _measure("sample", open_engine(database_url()), own, table, figures)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/synthetic.db")
        _fill(engine, chance)
        _measure("100,000 clauses", engine, list(_synthetic_questions(questions, chance)), table, figures)
    report("search", table, figures)


def _own_questions(count: int, chance: random.Random) -> list[Question]:
    with Session(open_engine(database_url())) as db_session:
        rows = [row for row in example_questions(db_session) if row.policy_id]
        return [(row.text, as_language(row.language)) for row in chance.sample(rows, count)]


def _measure(size: str, engine: Engine, questions: list[Question], table: Table, figures: dict[str, Any]) -> None:
    search = PolicySearch(engine, None)
    bare = sqlite3.connect(Path(str(make_url(str(engine.url)).database)))
    today = date.today()
    ways: dict[str, Callable[[Question], object]] = {
        "ours": lambda question: search.full_text(*question, today),
        "bare, clauses": lambda question: bare_query(bare, "clause", *question),
        "bare, articles": lambda question: bare_query(bare, "article", *question),
    }
    for question in questions[:50]:  # warm-up: stems and pages
        for way in ways.values():
            way(question)
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for question in track(questions, size):
        for name, way in ways.items():
            began = time.perf_counter()
            way(question)
            spent[name].append((time.perf_counter() - began) * 1000)
    _tell(size, spent, table, figures)


def _tell(size: str, spent: dict[str, list[float]], table: Table, figures: dict[str, Any]) -> None:
    middle = {name: statistics.median(values) for name, values in spent.items()}
    high = {name: statistics.quantiles(values, n=20)[-1] for name, values in spent.items()}
    for name in spent:
        ratios = [f"{middle['ours'] / middle[name]:.2f}", f"{high['ours'] / high[name]:.2f}"] if name != "ours" else []
        table.add_row(size, name, f"{middle[name]:.2f}", f"{high[name]:.2f}", *ratios)
        figures[f"{size}, {name}"] = {"median_ms": round(middle[name], 3), "p95_ms": round(high[name], 3)}


def _fill(engine: Engine, chance: random.Random) -> None:
    """Search texts of articles and clauses, with no more of the rows behind them than a search reads."""
    migrate(engine)
    with sqlite3.connect(Path(str(engine.url.database))) as connection:
        fill(connection, ((f"policy-{index}", index + 1) for index in range(ARTICLES)), _texts(chance))


def _texts(chance: random.Random) -> Iterator[SearchText]:
    words = _zipf_words(chance)
    for index in track(range(ARTICLES), "writing 100,000 clauses"):
        clauses = [" ".join(next(words) for _ in range(WORDS_A_CLAUSE)) for _ in range(CLAUSES_AN_ARTICLE)]
        yield f"policy-{index}", index + 1, None, "it", " ".join(clauses)
        for place, clause in enumerate(clauses):
            yield f"policy-{index}", index + 1, index * CLAUSES_AN_ARTICLE + place + 1, "it", clause


def _zipf_words(chance: random.Random) -> Iterator[str]:
    names = [_word(rank) for rank in range(VOCABULARY)]
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    while True:
        yield from chance.choices(names, weights, k=10_000)


def _word(rank: int) -> str:
    """A made-up word that the Italian stemmer leaves as it is."""
    letters = "bcdfgklmprtvz"
    name = ""
    while True:
        rank, digit = divmod(rank, len(letters))
        name += letters[digit] + "u"
        if rank == 0:
            return name + "k"


def _synthetic_questions(count: int, chance: random.Random) -> Iterator[Question]:
    words = _zipf_words(chance)
    for _ in range(count):
        yield " ".join(next(words) for _ in range(chance.randint(4, 16))), "it"


if __name__ == "__main__":
    main()
