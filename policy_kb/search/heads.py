"""What example questions say about a question: a dense head over sentence vectors and a sparse one over words.

Both are regularised least-squares machines (see `least_squares`): the dense one with a Gaussian kernel on the unit
sphere, exp(2 (cos - 1)), the sparse one linear over TF-IDF. Questions that no policy governs are a class of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from policy_kb.search.encoder import Vectors
from policy_kb.search.features import TextFeatures
from policy_kb.search.least_squares import Floats, log_softmax

# The label of the class of questions that no policy governs.
NO_POLICY = ""
SHARPNESS = 2.0


def dense_kernel(left: Vectors, right: Vectors) -> Floats:
    """Gaussian kernel on unit vectors, shape (left, right)."""
    similarities: Floats = np.exp(SHARPNESS * (left @ right.T - 1.0)).astype(np.float32)
    return similarities


@dataclass(frozen=True)
class Heads:
    """Both fitted heads; `labels` names the classes (policy ids, and NO_POLICY) in the order of the columns.

    `dense` holds coefficients of the examples whose vectors are `vectors`, shape (examples, classes); `sparse` holds
    weights of the features, shape (features, classes).
    """

    labels: tuple[str, ...]
    vectors: Vectors
    dense: Floats
    dense_temperature: float
    features: TextFeatures
    sparse: Floats
    sparse_temperature: float

    def log_probabilities(self, text: str, vector: Vectors) -> dict[str, float]:
        """Sum of both heads' log-probabilities by label; `vector` has shape (dimensions,)."""
        dense = dense_kernel(vector[None, :], self.vectors) @ self.dense
        sparse = self.features.rows([text]) @ self.sparse
        total = log_softmax(dense * self.dense_temperature) + log_softmax(sparse * self.sparse_temperature)
        return dict(zip(self.labels, total[0].tolist(), strict=True))
