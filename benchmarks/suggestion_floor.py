"""Where suggestions should begin and how many policies should compete, on the content's own example questions.

A fifth of each article's questions is left out in turn, as in `benchmarks/fusion.py`; no measuring set is read. Prints,
for floors of being in scope: the share of our questions kept and of others left alone; for margins: the share of kept
questions with the right policy first and among the suggestions. Put the constants into
`policy_kb/suggestions/settings.yml` by hand.

    python -m benchmarks.suggestion_floor
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from rich.table import Table

from benchmarks.fusion import LeftOut, in_scope, read_left_out
from benchmarks.results import report
from learning.least_squares import Floats, log_softmax
from policy_kb.search.fusion import settings

FLOORS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
LEAST_CONFIDENCE = (0.0, 0.1, 0.2, 0.3)
CLEAR = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def main() -> None:
    """Reads, fits, prints."""
    left_out = read_left_out()
    chances = _chances(left_out)
    table = Table(
        "constant", "value", "of ours kept", "of ours right first", "of ours right among them", "others refused"
    )
    figures: dict[str, Any] = {}
    for floor, least in product(FLOORS, LEAST_CONFIDENCE):
        shown = _is_shown(left_out, chances, floor, least)
        figures[f"in scope {floor}, confidence {least}"] = _add(table, left_out, chances, shown, floor, least)
    for margin in CLEAR:
        figures[f"clear margin {margin}"] = _among(left_out, chances, margin)
        table.add_row("clear margin", str(margin), "", "", f"{figures[f'clear margin {margin}']:.3f}", "")
    report("suggestion_floor", table, figures)


def _chances(left_out: LeftOut) -> Floats:
    """The fused probabilities of every policy for every question, others' too."""
    temperature = settings().full_text_temperature["sqlite"]
    totals = left_out.heads[:, 1:] + left_out.full_text / temperature
    return np.asarray(np.exp(log_softmax(totals * settings().sharpness)))


def _is_shown(left_out: LeftOut, chances: Floats, floor: float, least: float) -> np.ndarray:
    likely = in_scope(left_out)
    return np.asarray((likely >= floor) & (likely * chances.max(axis=1) >= least))


def _add(
    table: Table, left_out: LeftOut, chances: Floats, shown: np.ndarray, floor: float, least: float
) -> dict[str, float]:
    ours = left_out.classes > 0
    order = np.argsort(-chances, axis=1)
    truth = left_out.classes - 1
    first, three = order[:, 0] == truth, (order[:, :3] == truth[:, None]).any(axis=1)
    values = {
        "kept": shown[ours].mean(),
        "first": (shown & first)[ours].mean(),
        "three": (shown & three)[ours].mean(),
        "refused": 1 - shown[~ours].mean(),
    }
    table.add_row("floors", f"{floor} / {least}", *(f"{value:.3f}" for value in values.values()))
    return {name: round(float(value), 4) for name, value in values.items()}


def _among(left_out: LeftOut, chances: Floats, margin: float) -> float:
    """The share of ours whose policy is among the suggestions where one that leads by `margin` stands alone."""
    ours = left_out.classes > 0
    order = np.argsort(-chances, axis=1)[ours]
    ranked = -np.sort(-chances, axis=1)[ours]
    lead, truth = ranked[:, 0] - ranked[:, 1], (left_out.classes - 1)[ours]
    shown = np.where(lead >= margin, 1, np.where(lead >= settings().margin, 2, 3))
    places = (order[:, :3] == truth[:, None]).argmax(axis=1)
    found = (order[:, :3] == truth[:, None]).any(axis=1) & (places < shown)
    return round(float(found.mean()), 4)


if __name__ == "__main__":
    main()
