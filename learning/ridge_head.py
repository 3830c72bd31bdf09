"""A linear classifier over sparse features: regularised least squares, solved by conjugate gradients.

The same machine as `kernel_head` with a linear kernel, so that it is solved in the space of the features: a second
where the examples' kernel would take half a minute.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from learning.least_squares import Floats, best_temperature, conjugate_gradients, log_softmax

_STEPS = 30
_FOLDS = 5


@dataclass(frozen=True)
class RidgeHead:
    """`weights`, shape (features, classes); scores times `temperature` are log-probabilities but for a constant."""

    weights: Floats
    temperature: float

    @classmethod
    def fit(cls, rows: csr_matrix, classes: NDArray[np.intp], ridge: float = 1.0) -> RidgeHead:
        """Learn from sparse rows and their classes 0..n-1; the temperature suits a fifth left out of the fit."""
        targets = np.eye(int(np.max(classes)) + 1, dtype=np.float32)[classes]
        fold = np.random.default_rng(0).permutation(len(classes)) % _FOLDS
        seen, unseen = fold > 0, fold == 0
        scores = rows[unseen] @ _solve(rows[seen], targets[seen], ridge)
        temperature = best_temperature(scores, classes[unseen])
        return cls(_solve(rows, targets, ridge), temperature)

    def log_probabilities(self, rows: csr_matrix) -> Floats:
        """Return natural log-probabilities, shape (rows, classes)."""
        return log_softmax(np.asarray(rows @ self.weights) * self.temperature)


def _solve(rows: csr_matrix, targets: Floats, ridge: float) -> Floats:
    across = rows.T.tocsr()
    return conjugate_gradients(lambda weights: across @ (rows @ weights) + ridge * weights, across @ targets, _STEPS)
