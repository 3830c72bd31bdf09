"""How the right policy is found the better, the more example questions an article has: a table and a picture.

So many questions an article and language are drawn, the same way each time; the heads are fitted on them, the summaries
and clauses, and asked the development messages. Full text is left out, since it reads all questions.

    python -m benchmarks.learning_curve
"""

from __future__ import annotations

import json

import numpy as np
from rich.progress import track
from rich.table import Table
from sqlalchemy.orm import Session

from benchmarks.results import RESULTS, report, shared_file
from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import database_url, open_engine
from policy_kb.progress import silent
from policy_kb.search.fitting import Example, fit
from policy_kb.search.indexing import example_texts

SIZES = (5, 10, 20, 35, 50, 100, 200)
ASKED = 4
WIDTH, HEIGHT, MARGIN = 640, 360, 48
COLOURS = {"first is right": "#1b6e4f", "among the first four": "#7a4b00"}


def main() -> None:
    """Draw, fit, ask, report."""
    with Session(open_engine(database_url())) as db_session:
        questions, rules = example_texts(db_session)
    lines = shared_file("dev/topics.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [(row["text"], row["policy_id"]) for row in map(json.loads, lines)]
    encoder = UniversalSentenceEncoder(50_000)
    found = {size: _found(_drawn(questions, size) + rules, asked, encoder) for size in track(SIZES, "fitting")}
    table = Table("questions an article and language", *COLOURS)
    for size, shares in found.items():
        table.add_row(str(size), *(f"{share:.1%}" for share in shares))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "learning-curve.svg").write_text(_picture(found), encoding="utf-8")
    report("learning_curve", table, {str(size): shares for size, shares in found.items()})


def _drawn(questions: list[Example], size: int) -> list[Example]:
    """Up to `size` questions of each article and language, and of those that no policy governs their share."""
    order = np.random.default_rng(1).permutation(len(questions))
    counts: dict[tuple[str | None, str], int] = {}
    drawn = []
    for index in order:
        question = questions[index]
        key = (question.policy_id, question.language)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= (size if question.policy_id else 5 * size):
            drawn.append(question)
    return drawn


def _found(
    examples: list[Example], asked: list[tuple[str, str]], encoder: UniversalSentenceEncoder
) -> tuple[float, float]:
    heads = fit(examples, encoder.encode([example.text for example in examples]), silent)
    texts = [text for text, _ in asked]
    said = heads.log_probabilities(texts, encoder.encode(texts))[:, 1:]  # the first label is that of no policy
    order = np.argsort(-said, axis=1)
    truth = np.array([heads.labels.index(policy_id) - 1 for _, policy_id in asked])
    return float((order[:, 0] == truth).mean()), float((order[:, :ASKED] == truth[:, None]).any(axis=1).mean())


def _picture(found: dict[int, tuple[float, float]]) -> str:
    """Two curves over a logarithmic scale of questions, from half to all right."""
    places = dict(zip(found, np.interp(np.log(list(found)), np.log([min(found), max(found)]), [0, 1]), strict=True))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif">'
        "<title>The more example questions, the better the right policy is found</title>"
    ]
    for index, (name, colour) in enumerate(COLOURS.items()):
        points = [(_across(places[size]), _down(shares[index])) for size, shares in found.items()]
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<text x="{_across(0.55):.0f}" y="{points[-1][1] - 12:.0f}" fill="{colour}">{name}</text>')
        parts += [
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{colour}">'
            f"<title>{size}: {shares[index]:.1%}</title></circle>"
            for (x, y), (size, shares) in zip(points, found.items(), strict=True)
        ]
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        parts.append(f'<text x="6" y="{_down(share) + 5:.0f}" font-size="13">{share:.0%}</text>')
    for size in found:
        parts.append(f'<text x="{_across(places[size]) - 10:.0f}" y="{HEIGHT - 24}" font-size="13">{size}</text>')
    parts.append(f'<text x="{MARGIN}" y="{HEIGHT - 6}" font-size="13">example questions an article and language</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _across(place: float) -> float:
    return MARGIN + place * (WIDTH - 2 * MARGIN)


def _down(share: float) -> float:
    return HEIGHT - MARGIN - (share - 0.5) / 0.5 * (HEIGHT - 2 * MARGIN)


if __name__ == "__main__":
    main()
