"""How sure a difference is: intervals, paired tests, agreement, calibration."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Z95 = 1.959963984540054
_ROUNDS = 2000
_SEED = 7
BINS = 10


@dataclass(frozen=True)
class Share:
    """`right` of `of`, and the interval in which the true share lies with 95 %."""

    right: int
    of: int
    share: float
    low: float
    high: float


def share(right: int, of: int) -> Share:
    """A share with Wilson's interval (E. B. Wilson, 1927); all 0 and 1 where there is nothing to count."""
    if of == 0:
        return Share(0, 0, 0.0, 0.0, 1.0)
    part, spread = right / of, _Z95**2 / of
    middle = (part + spread / 2) / (1 + spread)
    half = _Z95 * math.sqrt(part * (1 - part) / of + spread / (4 * of)) / (1 + spread)
    return Share(right, of, part, min(part, max(0.0, middle - half)), max(part, min(1.0, middle + half)))


def chance_of_losses(lost: int, gained: int) -> float:
    """How likely so many losses or more are where both are equally good: McNemar's exact test, one-sided."""
    total = lost + gained
    ways = sum(math.comb(total, number) for number in range(lost, total + 1))
    return float(ways / 2**total)


def kappa(truth: Sequence[int], said: Sequence[int], levels: int) -> float:
    """Quadratically weighted kappa (J. Cohen, 1968); 1 where neither side ever differs."""
    return _kappa(np.asarray(truth), np.asarray(said), levels)


def _kappa(truth: NDArray[np.int64], said: NDArray[np.int64], levels: int) -> float:
    weights = np.subtract.outer(np.arange(levels), np.arange(levels)) ** 2
    seen = np.zeros((levels, levels))
    np.add.at(seen, (truth, said), 1)
    by_chance = np.outer(seen.sum(1), seen.sum(0)) / max(1, len(truth))
    expected = float((weights * by_chance).sum())
    return 1 - float((weights * seen).sum()) / expected if expected else 1.0


def macro_f1(truth: Sequence[int], said: Sequence[int], levels: int) -> float:
    """The mean of the F1 of each level that occurs."""
    found = []
    for level in range(levels):
        hits = sum(one == level == other for one, other in zip(truth, said, strict=True))
        total = sum(one == level for one in truth) + sum(one == level for one in said)
        if any(one == level for one in truth):
            found.append(2 * hits / total)
    return sum(found) / len(found) if found else 1.0


def chance_of_worse_kappa(truth: Sequence[int], before: Sequence[int], after: Sequence[int], levels: int) -> float:
    """The share of resamples of the messages in which `after` agrees no worse: small where it surely agrees worse."""
    one, two, three = np.asarray(truth), np.asarray(before), np.asarray(after)

    def is_no_worse(rows: NDArray[np.int64]) -> bool:
        return _kappa(one[rows], three[rows], levels) >= _kappa(one[rows], two[rows], levels)

    return _resampled(len(truth), is_no_worse)


def chance_of_worse_mean(before: Sequence[float], after: Sequence[float]) -> float:
    """The share of resamples in which the mean of `after` is no larger: small where it surely is larger."""
    grown = np.asarray(after) - np.asarray(before)
    return _resampled(len(grown), lambda rows: bool(grown[rows].mean() <= 0))


def _resampled(size: int, holds: Callable[[NDArray[np.int64]], bool]) -> float:
    if size == 0:
        return 1.0
    draw = np.random.default_rng(_SEED)
    return sum(holds(draw.integers(0, size, size)) for _ in range(_ROUNDS)) / _ROUNDS


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """How often something inside has a higher value than something outside; None where one side is empty."""
    if not inside or not outside:
        return None
    ins, outs = np.asarray(inside)[:, None], np.asarray(outside)[None, :]
    return float((ins > outs).mean() + (ins == outs).mean() / 2)


@dataclass(frozen=True)
class Bin:
    """Of the confidences from `low` to `high`: how many, their mean, and the share that was right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def bins(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Confidences in ten bins of equal width, empty ones left out."""
    found = []
    places = [min(BINS - 1, int(value * BINS)) for value in confidences]
    for place in range(BINS):
        rows = [row for row, other in enumerate(places) if other == place]
        if rows:
            mean = sum(confidences[row] for row in rows) / len(rows)
            hits = sum(right[row] for row in rows) / len(rows)
            found.append(Bin(place / BINS, (place + 1) / BINS, len(rows), mean, hits))
    return found


def calibration_error(found: Sequence[Bin]) -> float:
    """The expected calibration error of bins (M. P. Naeini and others, 2015)."""
    total = sum(one.count for one in found)
    return sum(one.count * abs(one.confidence - one.right) for one in found) / total if total else 0.0
