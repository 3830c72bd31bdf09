"""What example questions say about a question: a dense head over sentence vectors and a sparse one over words.

Both are regularised least-squares machines: the dense one with a Gaussian kernel (`learning.kernel_head`), the sparse
one linear over TF-IDF (`learning.ridge_head`). Questions that no policy governs are a class of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from learning.encoder import Vectors
from learning.kernel_head import KernelHead
from learning.least_squares import Floats
from learning.projection import along
from learning.ridge_head import RidgeHead
from learning.tfidf import TfidfFeatures

# The label of the class of questions that no policy governs.
NO_POLICY = ""


@dataclass(frozen=True)
class Heads:
    """Both fitted heads; `labels` names the classes (policy ids, and NO_POLICY) in the order of the columns.

    The dense head reads the vectors' parts along `directions`, shape (dimensions, directions).
    """

    labels: tuple[str, ...]
    directions: Vectors
    dense: KernelHead
    features: TfidfFeatures
    sparse: RidgeHead

    def log_probabilities(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """Sums of both heads' log-probabilities, shape (texts, labels); `vectors` are the texts' own."""
        dense = self.dense.log_probabilities(along(np.asarray(vectors, dtype=np.float32), self.directions))
        return np.asarray(dense + self.sparse.log_probabilities(self._rows(texts)))

    def _rows(self, texts: Sequence[str]) -> csr_matrix:
        if len(texts) != 1:
            return self.features.transform(texts)
        places, weights = self.features.row(texts[0])  # a search asks for one, which costs a fifth so
        return csr_matrix((weights, places, (0, len(places))), shape=(1, len(self.sparse.weights)))
