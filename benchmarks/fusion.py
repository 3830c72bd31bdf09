"""Fits the constants of `policy_kb/search/fusion.yml` on the content's own example questions.

The questions of an article stand in the order in which they were written, one hand after another. Each fifth of them is
left out in turn, of both heads and of its article's text, so that what is measured is a stranger's wording. No
measuring set is read. Prints the constants that fit best; put them into the file by hand.

    python -m benchmarks.fusion
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import product

import numpy as np
from rich.progress import track
from rich.table import Table
from sqlalchemy.orm import Session

from benchmarks.results import report
from learning.encoder import UniversalSentenceEncoder, Vectors
from learning.least_squares import Floats, log_softmax
from policy_kb.bilingual import as_language
from policy_kb.database import database_url, open_engine
from policy_kb.language.stems import stems
from policy_kb.progress import silent
from policy_kb.search.fitting import Example, fit
from policy_kb.search.fusion import settings
from policy_kb.store import vectors as stored
from policy_kb.store.articles import example_questions
from policy_kb.tables import Question, SearchText

FOLDS = 5


@dataclass(frozen=True)
class LeftOut:
    """What each part says of every question without having seen it; rows are questions, columns labels."""

    labels: list[str]
    classes: np.ndarray
    heads: Floats
    full_text: Floats


def main() -> None:
    """Reads the published questions, fits, prints."""
    _report(read_left_out())


def read_left_out() -> LeftOut:
    """What is said of each of the published questions by fits that have not seen it."""
    with Session(open_engine(database_url())) as db_session:
        questions = example_questions(db_session)
        kept = stored.Vectors.read(db_session, UniversalSentenceEncoder())
        vectors = kept.of([row.text for row in questions], silent)
        return _left_out(questions, vectors, _article_counts(db_session))


def _article_counts(db_session: Session) -> dict[tuple[str, str], Counter[str]]:
    rows = db_session.query(SearchText).filter(SearchText.clause_id.is_(None))
    return {(row.policy_id, row.language): Counter(row.stems.split()) for row in rows}


def _left_out(questions: list[Question], vectors: Vectors, counts: dict[tuple[str, str], Counter[str]]) -> LeftOut:
    labels = sorted({row.policy_id or "" for row in questions})
    classes = np.array([labels.index(row.policy_id or "") for row in questions])
    folds = _folds(questions)
    heads = np.zeros((len(questions), len(labels)))
    full_text = np.zeros((len(questions), len(labels) - 1))
    for fold in track(range(FOLDS), "leaving out a fifth"):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        examples = [Example(questions[row].text, questions[row].language, questions[row].policy_id) for row in seen]
        fitted = fit(examples, vectors[seen], silent)
        heads[unseen] = fitted.log_probabilities([questions[row].text for row in unseen], vectors[unseen])
        full_text[unseen] = _bm25([questions[row] for row in unseen], labels[1:], counts)
    return LeftOut(labels, classes, heads, full_text)


def _folds(questions: list[Question]) -> np.ndarray:
    """The fifth of its article's and language's list in which each question stands."""
    sizes = Counter((row.policy_id, row.language) for row in questions)
    before: Counter[tuple[str | None, str]] = Counter()
    places = {}
    # Positions do not begin anew with every language, so places are counted here.
    for row in sorted(questions, key=lambda row: row.position):
        key = (row.policy_id, row.language)
        places[row.question_id] = before[key]
        before[key] += 1
    return np.array([places[row.question_id] * FOLDS // sizes[row.policy_id, row.language] for row in questions])


def _bm25(questions: list[Question], labels: list[str], counts: dict[tuple[str, str], Counter[str]]) -> Floats:
    """BM25 (k1 1.2, b 0.75, as FTS5 has it) of every article, without `questions`, for each of them."""
    left = {key: Counter(count) for key, count in counts.items()}
    for row in questions:
        if row.policy_id:
            left[row.policy_id, row.language].subtract(stems(row.text, as_language(row.language)))
    sizes = {key: sum(count.values()) for key, count in left.items()}
    return np.array([[_score(row, label, labels, left, sizes) for label in labels] for row in questions])


def _score(
    question: Question,
    label: str,
    labels: list[str],
    counts: dict[tuple[str, str], Counter[str]],
    sizes: dict[tuple[str, str], int],
) -> float:
    language = as_language(question.language)
    document, size = counts[label, language], sizes[label, language]
    mean = sum(sizes[other, language] for other in labels) / len(labels)
    asked = dict.fromkeys(stems(question.text, language))
    total = 0.0
    for stem in asked:
        spread = sum(counts[other, language][stem] > 0 for other in labels)
        rarity = max(1e-6, math.log((len(labels) - spread + 0.5) / (spread + 0.5)))
        total += rarity * document[stem] * 2.2 / (document[stem] + 1.2 * (0.25 + 0.75 * size / mean))
    return total / max(1.0, len(asked) / settings().full_text_words)


def _report(left_out: LeftOut) -> None:
    ours = left_out.classes > 0
    truth = left_out.classes[ours] - 1
    best = min(
        product((1.0, 1.5, 2.0, 3.0, 5.0), (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)), key=lambda c: _loss(left_out, *c)
    )
    fused = _fused(left_out, *best)
    first = fused.argmax(axis=1) == truth
    figures = {
        "full_text_temperature": best[0],
        "sharpness": best[1],
        "first_right": round(float(first.mean()), 3),
        "log_loss": round(_loss(left_out, *best), 3),
    }
    table = Table("constant", "value", title="fitted on the content's own questions, a fifth left out in turn")
    for name, value in figures.items():
        table.add_row(name, str(value))
    for margin in (0.1, 0.2, 0.3, 0.4, 0.5):
        table.add_row(f"margin {margin}: answered / of these right", _answered(fused, truth, margin))
    for least in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5):
        table.add_row(f"least in scope {least}: ours kept / others refused", _kept(left_out, least))
    report("fusion", table, figures)


def in_scope(left_out: LeftOut) -> Floats:
    """The probability that any policy governs each question."""
    return 1 - np.exp(log_softmax(left_out.heads)[:, 0])


def _fused(left_out: LeftOut, temperature: float, sharpness: float) -> Floats:
    ours = left_out.classes > 0
    return log_softmax((left_out.heads[ours, 1:] + left_out.full_text[ours] / temperature) * sharpness)


def _loss(left_out: LeftOut, temperature: float, sharpness: float) -> float:
    truth = left_out.classes[left_out.classes > 0] - 1
    fused = _fused(left_out, temperature, sharpness)
    return -float(fused[np.arange(len(truth)), truth].mean())


def _kept(left_out: LeftOut, least: float) -> str:
    likely, ours = in_scope(left_out), left_out.classes > 0
    return f"{(likely[ours] >= least).mean():.3f} / {(likely[~ours] < least).mean():.3f}"


def _answered(fused: Floats, truth: np.ndarray, margin: float) -> str:
    probabilities = np.sort(np.exp(fused), axis=1)
    sure = probabilities[:, -1] - probabilities[:, -2] >= margin
    right = fused.argmax(axis=1) == truth
    return f"{sure.mean():.2f} / {right[sure].mean():.2f}"


if __name__ == "__main__":
    main()
