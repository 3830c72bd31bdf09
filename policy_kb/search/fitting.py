"""Fits the heads on the example questions of all articles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from policy_kb.progress import Progress
from policy_kb.search.encoder import Vectors
from policy_kb.search.features import TextFeatures
from policy_kb.search.heads import NO_POLICY, Heads, dense_kernel
from policy_kb.search.least_squares import best_temperature, fit_coefficients

# Changes whenever what is fitted changes, so that old fits are not taken for new ones.
METHOD = "rls-2"
DENSE_RIDGE = 0.1
SPARSE_RIDGE = 1.0


@dataclass(frozen=True)
class Example:
    """An example question; `policy_id` None: no policy governs it."""

    text: str
    language: str
    policy_id: str | None


def fit(examples: list[Example], vectors: Vectors, progress: Progress) -> Heads:
    """Heads fitted on `examples`, whose sentence vectors are `vectors`, shape (examples, dimensions)."""
    labels = tuple(sorted({example.policy_id or NO_POLICY for example in examples}))
    classes = np.array([labels.index(example.policy_id or NO_POLICY) for example in examples])
    targets = np.eye(len(labels), dtype=np.float32)[classes]
    progress("fitting", 0, 2)
    dense, dense_left_out = fit_coefficients(dense_kernel(vectors, vectors), targets, DENSE_RIDGE)
    progress("fitting", 1, 2)
    texts = [example.text for example in examples]
    features = TextFeatures.fitted_on(texts)
    rows = features.rows(texts)
    sparse, sparse_left_out = fit_coefficients((rows @ rows.T).toarray(), targets, SPARSE_RIDGE)
    progress("fitting", 2, 2)
    return Heads(
        labels=labels,
        vectors=vectors,
        dense=dense,
        dense_temperature=best_temperature(dense_left_out, classes),
        features=features,
        sparse=np.asarray(rows.T @ sparse, dtype=np.float32),
        sparse_temperature=best_temperature(sparse_left_out, classes),
    )
