"""Fewer numbers a sentence: the directions in which the training lines differ."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_SMALLEST = 1e-9


def principal_directions(vectors: Vectors, count: int) -> Vectors:
    """Return the `count` directions that hold most of the vectors' length, shape (dimensions, count).

    Principal components without centring (Pearson, 1901): eigenvectors of the vectors' product with themselves; all
    directions where there are no more than `count`. A message's cosines to thousands of lines are mostly the time to
    read the lines from memory, which grows with the numbers a line.
    """
    _, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    return np.ascontiguousarray(directions[:, ::-1][:, :count], dtype=np.float32)


def along(vectors: Vectors, directions: Vectors) -> Vectors:
    """Return the vectors' parts along `directions`, shape (vectors, count), as long as they are.

    What lies outside the directions stays missing, so a text unlike all lines stays far from all of them.
    """
    return np.ascontiguousarray(vectors @ directions)


def projected(vectors: Vectors, directions: Vectors) -> Vectors:
    """Return the vectors' parts along `directions`, of unit length again, shape (vectors, count)."""
    parts = vectors @ directions
    return np.asarray(parts / np.maximum(np.linalg.norm(parts, axis=1, keepdims=True), _SMALLEST))
