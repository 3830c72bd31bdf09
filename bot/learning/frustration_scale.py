"""From probabilities of four ordered levels to one score and back to a level."""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score

LEVELS = ("calm", "tense", "frustrated", "angry")
_SCORES_AT_CUTS = (0.0, 0.25, 0.5, 0.75, 1.0)
_EVEN_CUTS = (0.5, 1.5, 2.5)
_QUANTILES = np.linspace(0.05, 0.95, 19)
_FRUSTRATED = 2
# The share of calm lines that may be mistaken for frustrated without a fine.
_FALSE_ALARMS = 0.04


@dataclass(frozen=True)
class FrustrationScale:
    """Maps an expected level of 0..3 to a score of 0..1 so that a level is a quarter of the scale.

    `cuts` are the three expected levels at which the next level begins; between them the score is linear.
    """

    cuts: tuple[float, float, float]

    def score(self, expected: float) -> float:
        """Return the score of an expected level, rising with it."""
        return float(np.interp(expected, (0.0, *self.cuts, 3.0), _SCORES_AT_CUTS))

    @classmethod
    def fit(cls, expected: NDArray[np.float64], levels: NDArray[np.int64]) -> "FrustrationScale":
        """Choose the cuts with which held-out expected levels agree best with the labelled levels.

        Agreement is the mean of macro-averaged F1 and quadratically weighted kappa (Cohen, 1968), less a fine for
        calm lines taken for frustrated or angry: comforting somebody who is calm is the mistake that offends. For the
        same reason, of cuts that agree as well within an error of the measure, those count that begin a level latest
        (after the one-standard-error rule of Breiman and others, "Classification and Regression Trees", 1984).
        """
        grid = np.unique(np.quantile(expected, _QUANTILES))
        candidates = list(combinations(grid[(grid > 0) & (grid < 3)], 3)) or [_EVEN_CUTS]
        agreements = np.array([_agreement(np.digitize(expected, cuts), levels) for cuts in candidates])
        least = agreements.max() - _standard_error(agreements.max(), len(levels))
        best = max(cuts for cuts, found in zip(candidates, agreements, strict=True) if found >= least)
        return cls((float(best[0]), float(best[1]), float(best[2])))


def level_of(score: float) -> str:
    """Return the level whose quarter of the scale holds `score`."""
    return LEVELS[min(int(score * len(LEVELS)), len(LEVELS) - 1)]


def _agreement(guessed: NDArray[np.int64], levels: NDArray[np.int64]) -> float:
    macro = f1_score(levels, guessed, average="macro", zero_division=0)
    kappa = cohen_kappa_score(levels, guessed, weights="quadratic")
    alarms = float((guessed[levels == 0] >= _FRUSTRATED).mean()) if (levels == 0).any() else 0.0
    return float(macro + kappa) / 2 - max(0.0, alarms - _FALSE_ALARMS)


def _standard_error(share: float, count: int) -> float:
    """Return that of a share of 0..1 among `count` lines; none where all or nothing agrees."""
    return math.sqrt(max(0.0, share * (1 - share)) / count)
