"""Whether the model is as sure as it is right, by the last comparison of models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workbench.findings.finding import Finding
from workbench.findings.last_run import read_json
from workbench.findings.sources import Sources

COMPARISON = "var/workbench/compare/latest.json"
# How far off the certainty may be on average (as the gate has it), and in one bin.
_MOST_ERROR, _MOST_OF_A_BIN = 0.15, 0.25
_ENOUGH = 20
_CLASSIFIER = "IntentClassifier"


@dataclass(frozen=True)
class Calibration:
    """The mean distance; of the bin that is furthest off its distance, and bounds and both sides as percentages."""

    error: float
    distance: float
    low: int
    high: int
    sure: int
    right: int

    @classmethod
    def of(cls, side: Any) -> Calibration | None:
        """The calibration of one model in a comparison's JSON; None where it has none."""
        try:
            bins = [one for one in side["bins"] if one["count"] >= _ENOUGH]
            worst = max(bins, key=lambda one: abs(one["confidence"] - one["right"]), default=None)
            if worst is None:
                return None
            low, high, sure, right = (float(worst[name]) for name in ("low", "high", "confidence", "right"))
            shown = (round(100 * share) for share in (low, high, sure, right))
            return cls(float(side["error"]), abs(sure - right), *shown)
        except (KeyError, TypeError, ValueError):
            return None

    @property
    def is_broken(self) -> bool:
        """Whether thresholds on how sure the model is lead astray."""
        return self.error > _MOST_ERROR or self.distance > _MOST_OF_A_BIN


def check(sources: Sources) -> Iterator[Finding]:
    """Yield the candidate and the model in force, where they promise more or less than they keep."""
    sides = read_json(sources.project.root / COMPARISON).get("calibration")
    for side in ("candidate", "in_force"):
        found = Calibration.of(sides.get(side)) if isinstance(sides, dict) else None
        if found is not None and found.is_broken:
            values = {"side": side, "error": round(100 * found.error), "low": found.low, "high": found.high}
            values |= {"sure": found.sure, "right": found.right}
            yield Finding(f"calibration_broken_{side}", "serious", "config.yml", _line(sources), values, side)


def _line(sources: Sources) -> int:
    """The line of the component that says how sure it is."""
    for component in sources.yaml("config.yml")["pipeline"].items:
        if component["name"].text.endswith(_CLASSIFIER):
            return component.line
    return 1
