"""What a reading of a public set is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from benchmarks.understanding.public_sets import OUT_OF_SCOPE, PublicSet

_BINS = 10


@dataclass(frozen=True)
class Reading:
    """The first intent and its confidence for each test line, and how far each line, outside ones last, is in scope."""

    first: list[str]
    confidence: np.ndarray
    in_scope: np.ndarray

    @classmethod
    def of(cls, read: list[dict[str, Any]], names: dict[str, str], tested: int) -> Reading:
        """From what Rasa's side wrote; `names` are the original intents by written name, `tested` lines are in scope.

        A fallback is no intent: the one below it counts. Where a model does not tell `in_scope`, its largest
        confidence does. In-scope lines are held to the in-scope intents, as the set's authors do.
        """
        rankings = [[item for item in entry["ranking"] if item["name"] in names] for entry in read]
        ours = [[item for item in ranking if names[item["name"]] != OUT_OF_SCOPE] for ranking in rankings]
        scope = [
            entry["in_scope"] if entry["in_scope"] is not None else _largest(ranking)
            for entry, ranking in zip(read, ours, strict=True)
        ]
        first = [names[ranking[0]["name"]] if ranking else "" for ranking in ours[:tested]]
        return cls(first, np.array([_largest(ranking) for ranking in ours[:tested]]), np.array(scope))


def _largest(ranking: list[dict[str, Any]]) -> float:
    return float(ranking[0]["confidence"]) if ranking else 0.0


def scores(reading: Reading, public: PublicSet) -> dict[str, float]:
    """Accuracy, macro-F1, expected calibration error (M. Naeini et al., 2015), and the AUROC of in scope, if any."""
    truth = [intent for _, intent in public.test]
    right = np.array([one == other for one, other in zip(reading.first, truth, strict=True)])
    figures = {
        "accuracy": float(right.mean()),
        "macro_f1": float(f1_score(truth, reading.first, average="macro", labels=sorted(set(truth)), zero_division=0)),
        "calibration_error": _calibration_error(reading.confidence, right),
    }
    if public.outside:
        inside = np.r_[np.ones(len(public.test)), np.zeros(len(public.outside))]
        figures["out_of_scope_auroc"] = float(roc_auc_score(inside, reading.in_scope))
    return figures


def _calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        (bins == number).mean() * abs(confidence[bins == number].mean() - right[bins == number].mean())
        for number in range(_BINS)
        if (bins == number).any()
    ]
    return float(sum(gaps))
