"""Fits the constants of `policy_kb/search/fusion.yml` on the content's own example questions.

Each question is left out in turn: of both heads (in closed form, see `policy_kb.search.least_squares`) and of its
article's text. No measuring set is read. Prints the constants that fit best; put them into the file by hand.

    python -m benchmarks.fusion
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import product

import numpy as np
from rich.table import Table
from sqlalchemy.orm import Session

from benchmarks.results import report
from policy_kb.bilingual import as_language
from policy_kb.database import database_url, open_engine
from policy_kb.language.stems import stems
from policy_kb.progress import silent
from learning.encoder import UniversalSentenceEncoder
from policy_kb.search.features import TextFeatures
from policy_kb.search.fitting import DENSE_RIDGE, SPARSE_RIDGE
from policy_kb.search.heads import dense_kernel
from policy_kb.search.least_squares import Floats, best_temperature, fit_coefficients, log_softmax
from policy_kb.store.articles import example_questions
from policy_kb.store.vectors import Vectors
from policy_kb.tables import Question, SearchText


@dataclass(frozen=True)
class LeftOut:
    """What each part says of every question without having seen it; rows are questions, columns labels."""

    labels: list[str]
    classes: np.ndarray
    heads: Floats
    full_text: Floats


def main() -> None:
    """Reads the published questions, fits, prints."""
    with Session(open_engine(database_url())) as db_session:
        questions = example_questions(db_session)
        kept = Vectors.read(db_session, UniversalSentenceEncoder())
        vectors = kept.of([row.text for row in questions], silent)
        left_out = _left_out(questions, vectors, _article_counts(db_session))
    _report(left_out)


def _article_counts(db_session: Session) -> dict[tuple[str, str], Counter[str]]:
    rows = db_session.query(SearchText).filter(SearchText.clause_id.is_(None))
    return {(row.policy_id, row.language): Counter(row.stems.split()) for row in rows}


def _left_out(questions: list[Question], vectors: Floats, counts: dict[tuple[str, str], Counter[str]]) -> LeftOut:
    labels = sorted({row.policy_id or "" for row in questions})
    classes = np.array([labels.index(row.policy_id or "") for row in questions])
    targets = np.eye(len(labels), dtype=np.float32)[classes]
    _, dense = fit_coefficients(dense_kernel(vectors, vectors), targets, DENSE_RIDGE)
    texts = [row.text for row in questions]
    rows = TextFeatures.fitted_on(texts).rows(texts)
    _, sparse = fit_coefficients((rows @ rows.T).toarray(), targets, SPARSE_RIDGE)
    heads = log_softmax(dense * best_temperature(dense, classes))
    heads = heads + log_softmax(sparse * best_temperature(sparse, classes))
    scores = [_bm25(row, labels[1:], counts) for row in questions]
    return LeftOut(labels, classes, heads, np.array(scores, dtype=np.float32))


def _bm25(question: Question, labels: list[str], counts: dict[tuple[str, str], Counter[str]]) -> list[float]:
    """BM25 (k1 1.2, b 0.75, as FTS5 has it) of every article, the question itself taken out of its own."""
    language = as_language(question.language)
    asked = Counter(stems(question.text, language))
    own = question.policy_id
    documents = [counts[label, language] - asked if label == own else counts[label, language] for label in labels]
    sizes = [sum(document.values()) for document in documents]
    mean = sum(sizes) / len(sizes)
    spread = {stem: sum(stem in document for document in documents) for stem in asked}
    return [
        sum(
            math.log(1 + (len(labels) - spread[stem] + 0.5) / (spread[stem] + 0.5))
            * document[stem]
            * 2.2
            / (document[stem] + 1.2 * (0.25 + 0.75 * size / mean))
            for stem in asked
            if stem in document
        )
        for document, size in zip(documents, sizes, strict=True)
    ]


def _report(left_out: LeftOut) -> None:
    ours = left_out.classes > 0
    truth = left_out.classes[ours] - 1
    best = min(product((1.0, 1.5, 2.0, 3.0), (0.4, 0.5, 0.6, 0.7, 0.8, 1.0)), key=lambda c: _loss(left_out, *c))
    fused = _fused(left_out, *best)
    first = fused.argmax(axis=1) == truth
    figures = {
        "full_text_temperature": best[0],
        "sharpness": best[1],
        "first_right": round(float(first.mean()), 3),
        "log_loss": round(_loss(left_out, *best), 3),
    }
    table = Table("constant", "value", title="fitted on the content's own questions, each left out")
    for name, value in figures.items():
        table.add_row(name, str(value))
    for margin in (0.05, 0.1, 0.15, 0.2, 0.3):
        table.add_row(f"margin {margin}: answered / of these right", _answered(fused, truth, margin))
    for least in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5):
        table.add_row(f"least in scope {least}: ours kept / others refused", _kept(left_out, least))
    report("fusion", table, figures)


def _fused(left_out: LeftOut, temperature: float, sharpness: float) -> Floats:
    ours = left_out.classes > 0
    return log_softmax((left_out.heads[ours, 1:] + left_out.full_text[ours] / temperature) * sharpness)


def _loss(left_out: LeftOut, temperature: float, sharpness: float) -> float:
    truth = left_out.classes[left_out.classes > 0] - 1
    fused = _fused(left_out, temperature, sharpness)
    return -float(fused[np.arange(len(truth)), truth].mean())


def _kept(left_out: LeftOut, least: float) -> str:
    in_scope = 1 - np.exp(log_softmax(left_out.heads)[:, 0])
    ours = left_out.classes > 0
    return f"{(in_scope[ours] >= least).mean():.3f} / {(in_scope[~ours] < least).mean():.3f}"


def _answered(fused: Floats, truth: np.ndarray, margin: float) -> str:
    probabilities = np.sort(np.exp(fused), axis=1)
    sure = probabilities[:, -1] - probabilities[:, -2] >= margin
    right = fused.argmax(axis=1) == truth
    return f"{sure.mean():.2f} / {right[sure].mean():.2f}"


if __name__ == "__main__":
    main()
