"""Training lines that stand under an intent unlike their own, and intents whose lines lie among another's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.errors import WorkbenchError
from workbench.findings.edits import Edit, edits_of
from workbench.findings.finding import Finding, Place
from workbench.findings.left_out import LeftOut
from workbench.findings.sources import Sources
from workbench.nlu.examples import Example

# Were half of all lines put there by chance, one in exp(2.35) = 10 of those that look so would be right.
_ODD = 2.35
_FEW_LINES = 8
_NEIGHBOURS = 3
# Shares of an intent's lines that all others would put under one other intent.
_MERGED, _OVERLAP, _BOTH_WAYS = 0.3, 0.12, 0.09
_PAIRS = 5
_SURE = 0.5


def check(sources: Sources) -> Iterator[Finding]:
    """Yield odd lines, the oddest first, then intents that cannot be told apart."""
    if len(sources.lines) > _FEW_LINES and len({line.intent for line in sources.lines}) > 1:
        left_out = sources.left_out
        yield from _odd_lines(sources, left_out)
        yield from _overlaps(sources, left_out)


def _odd_lines(sources: Sources, left_out: LeftOut) -> Iterator[Finding]:
    oddity = left_out.oddity()
    for number in np.argsort(-oddity, kind="stable"):
        if oddity[number] < _ODD:
            return
        if left_out.likely[number] != left_out.own[number]:
            yield _odd(sources, left_out, int(number), float(oddity[number]))


def _odd(sources: Sources, left_out: LeftOut, number: int, oddity: float) -> Finding:
    example = left_out.examples[number]
    probability = float(left_out.probabilities[number].max())
    intent = left_out.intents[left_out.likely[number]]
    values = {"text": example.text, "intent": example.intent, "likely": intent, "share": round(probability * 100)}
    values |= {"rare": round(float(np.exp(oddity)) - 1)}
    near = [left_out.examples[other] for other in left_out.nearest(number, intent, _NEIGHBOURS)]
    mend = moved(sources, example, intent) if probability >= _SURE else None
    places = tuple(place_of(other) for other in near)
    return Finding("line_mislabelled", "look", example.file, example.line, values, example.text, places, mend)


def _overlaps(sources: Sources, left_out: LeftOut) -> Iterator[Finding]:
    shares = left_out.confusion()
    for first, intent in enumerate(left_out.intents):
        for second, other in enumerate(left_out.intents):
            share, back = float(shares[first, second]), float(shares[second, first])
            close = share >= _OVERLAP or (min(share, back) >= _BOTH_WAYS and first < second)
            if first != second and close and left_out.of_intent(intent).size >= _FEW_LINES:
                yield _overlap(sources, left_out, intent, other, share)


def _overlap(sources: Sources, left_out: LeftOut, intent: str, other: str, share: float) -> Finding:
    pairs = _nearest_pairs(left_out, intent, other)
    places = tuple(place_of(left_out.examples[number]) for pair in pairs for number in pair)
    values = {"intent": intent, "other": other, "share": round(share * 100)}
    merged = share >= _MERGED
    kind = "intents_merged" if merged else "intents_overlap"
    line = sources.intents.get(intent, 1)
    return Finding(kind, "serious" if merged else "look", "domain.yml", line, values, intent, places)


def _nearest_pairs(left_out: LeftOut, intent: str, other: str) -> list[tuple[int, int]]:
    """The pairs of lines that are most alike, each line in one pair only."""
    rows, columns = left_out.of_intent(intent), left_out.of_intent(other)
    near = left_out.vectors[rows] @ left_out.vectors[columns].T
    pairs: list[tuple[int, int]] = []
    while len(pairs) < min(_PAIRS, len(rows), len(columns)):
        row, column = np.unravel_index(int(np.argmax(near)), near.shape)
        pairs.append((int(rows[row]), int(columns[column])))
        near[row, :], near[:, column] = -1.0, -1.0
    return pairs


def place_of(example: Example) -> Place:
    """Where a training line stands, with its intent."""
    return Place(example.file, example.line, f"{example.intent}: {example.text}")


def moved(sources: Sources, example: Example, intent: str) -> tuple[Edit, ...] | None:
    """What puts a line under another intent; None where that cannot be done by lines."""
    if sources.nlu is None:
        return None
    try:
        return edits_of(sources.nlu.move(example, intent))
    except WorkbenchError:  # what stands in the way is found by the checks of lines
        return None
