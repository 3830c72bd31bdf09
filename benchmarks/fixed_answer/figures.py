"""The figures: medians, their ratio and spread, and how the parts make up a turn."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.fixed_answer.parts import Cost
from benchmarks.fixed_answer.turns import Spent

Round = dict[str, list[Spent]]
MEASURES = ("wall_ms", "cpu_ms")


def side_figures(turns: Sequence[Spent], measure: str) -> dict[str, float]:
    """Median and quartiles of a measure over turns. Raises StatisticsError for fewer than two."""
    low, middle, high = statistics.quantiles([getattr(turn, measure) for turn in turns], n=4, method="inclusive")
    return {"median": round(middle, 2), "quartile_1": round(low, 2), "quartile_3": round(high, 2)}


def compared(rounds: Sequence[Round]) -> dict[str, Any]:
    """Each side's figures by measure, the ratio of the medians of all turns, and the lowest and highest of a round."""
    found: dict[str, Any] = {}
    for measure in MEASURES:
        sides = {name: side_figures([turn for one in rounds for turn in one[name]], measure) for name in rounds[0]}
        ratios = [_ratio(one, measure) for one in rounds]
        together = round(sides["ours"]["median"] / sides["stock"]["median"], 3)
        found[measure] = {**sides, "ratio": together, "ratio_of_rounds": [min(ratios), max(ratios)]}
    return found


def _ratio(one: Round, measure: str) -> float:
    values = {name: [float(getattr(turn, measure)) for turn in turns] for name, turns in one.items()}
    return round(statistics.median(values["ours"]) / statistics.median(values["stock"]), 3)


def parts_of_a_turn(turns: Mapping[str, float], parts: Sequence[Mapping[str, Cost]], measure: str) -> dict[str, float]:
    """Median milliseconds by part, from the median turn of each side and the parts timed.

    The rest is what a turn takes beyond the parse and the action server's call; the way to Rasa and back is in the
    parse, that to the action server in its call.
    """
    middle = {name: statistics.median(part[name][measure] for part in parts) for name in parts[0]}
    found = {
        "turn": turns["ours"],
        "parse": middle["parse"],
        "parse: encoding": middle["encode"],
        "parse: way there and back": middle["empty call"],
        "action": middle["action"],
        "action: search": middle["encode"] + middle["find"],
        "action: search: encoding": middle["encode"],
        "action: way there and back": middle["empty action call"],
        "rest": turns["ours"] - middle["parse"] - middle["action"],
        "stock: turn": turns["stock"],
        "stock: parse": middle["stock: parse"],
        "stock: parse: way there and back": middle["stock: empty call"],
        "stock: rest": turns["stock"] - middle["stock: parse"],
    }
    return {name: round(value, 2) for name, value in found.items()}
