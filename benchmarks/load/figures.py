"""Medians, percentiles, and ratios with their noise."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Count, median and 95th percentile; of fewer than two values nothing but the count."""
    if len(values) < 2:
        return {"count": len(values)}
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    return {"count": len(values), "median": round(statistics.median(values), 4), "p95": round(cuts[-1], 4)}


def compared(rounds: Sequence[tuple[Sequence[float], Sequence[float]]], measure: str) -> dict[str, Any]:
    """`median` or `p95` of calm and disturbed values: of all rounds, their ratio, and the ratios of single rounds.

    `noise` is how far the calm rounds are from all calm rounds together, as lowest and highest ratio: a disturbance
    whose ratio lies within it cannot be told from none. Each round needs two values of each kind.
    """
    calm, disturbed = (percentiles([value for one in rounds for value in one[side]])[measure] for side in (0, 1))
    singles = [(percentiles(quiet)[measure], percentiles(loud)[measure]) for quiet, loud in rounds]
    ratios = [loud / quiet for quiet, loud in singles]
    noise = [quiet / calm for quiet, _ in singles]
    return {
        "calm": calm,
        "flood": disturbed,
        "ratio": round(disturbed / calm, 3),
        "ratio_of_rounds": [round(min(ratios), 3), round(max(ratios), 3)],
        "noise": [round(min(noise), 3), round(max(noise), 3)],
        "within_noise": disturbed / calm <= max(noise),
    }
