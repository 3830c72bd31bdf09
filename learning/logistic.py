"""A multinomial logistic regression kept as two arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from learning.least_squares import log_softmax

Features: TypeAlias = NDArray[np.float32] | csr_matrix
Labels: TypeAlias = NDArray[np.int64]

_MOST_STEPS = 1000


@dataclass(frozen=True)
class LinearHead:
    """Class scores `features @ weights + bias`, turned into log-probabilities by a softmax.

    Trained as scikit-learn's L2-regularised logistic regression (lbfgs). Weights have the shape
    (features, classes), the bias (classes).
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def fit(cls, features: Features, labels: Labels, strength: float, tolerance: float) -> LinearHead:
        """Learn from row-wise features and labels 0..n-1; `strength` is scikit-learn's `C`."""
        regression = LogisticRegression(C=strength, tol=tolerance, max_iter=_MOST_STEPS, solver="lbfgs")
        regression.fit(features, labels)
        return cls(*_as_softmax(regression.coef_, regression.intercept_))

    def log_probabilities(self, features: Features) -> NDArray[np.float64]:
        """Return natural log-probabilities, shape (rows, classes)."""
        scores = np.asarray(features @ self.weights + self.bias, dtype=np.float64)
        return np.asarray(log_softmax(scores), dtype=np.float64)

    def of_row(self, places: NDArray[np.intp], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log-probabilities, shape (classes,), of one row with `values` at `places` and zeros elsewhere."""
        scores = np.asarray(values @ self.weights[places] + self.bias, dtype=np.float64)
        return np.asarray(log_softmax(scores), dtype=np.float64)


def _as_softmax(
    coefficients: NDArray[np.float64], intercept: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (weights, bias) over all classes; scikit-learn stores a single row for two classes."""
    if coefficients.shape[0] == 1:
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        intercept = np.array([0.0, intercept[0]])
    # In rows, so that those of a text's few features are read and nothing is copied.
    return np.ascontiguousarray(coefficients.T, dtype=np.float32), intercept.astype(np.float32)
