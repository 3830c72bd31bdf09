"""Fits the heads on the example questions of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning.encoder import Vectors
from learning.kernel_head import KernelHead
from learning.projection import along, principal_directions
from learning.ridge_head import RidgeHead
from learning.tfidf import TfidfFeatures
from policy_kb.progress import Progress
from policy_kb.search.heads import NO_POLICY, Heads

# Changes whenever what is fitted changes, so that old fits are not taken for new ones.
METHOD = "rls-5"
# Directions that the dense head reads. Fewer are faster and know less of what no policy governs.
DIRECTIONS = 192


@dataclass(frozen=True)
class Example:
    """An example question; `policy_id` None: no policy governs it."""

    text: str
    language: str
    policy_id: str | None


def fit(examples: Sequence[Example], vectors: Vectors, progress: Progress) -> Heads:
    """Heads fitted on `examples`, whose sentence vectors are `vectors`, shape (examples, dimensions)."""
    labels = tuple(sorted({example.policy_id or NO_POLICY for example in examples}))
    classes = np.array([labels.index(example.policy_id or NO_POLICY) for example in examples])
    progress("fitting", 0, 3)
    directions = principal_directions(np.asarray(vectors, dtype=np.float32), DIRECTIONS)
    dense = KernelHead.fit(along(vectors, directions), classes)
    progress("fitting", 1, 3)
    texts = [example.text for example in examples]
    features = TfidfFeatures.fit(texts)
    rows = features.transform(texts)
    progress("fitting", 2, 3)
    sparse = RidgeHead.fit(rows, classes)
    progress("fitting", 3, 3)
    return Heads(labels, directions, dense, features, sparse)
