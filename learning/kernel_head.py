"""A classifier that remembers its examples: regularised least squares with a Gaussian kernel over unit vectors.

Source: R. Rifkin, R. Lippert, "Notes on regularized least squares", MIT-CSAIL-TR-2007-025. The kernel of two vectors
is exp(s (cos - 1)). A small set is solved at once. A large one is solved by conjugate gradients, prepared by a
Nyström approximation (C. Williams, M. Seeger, 2001; A. Rudi, L. Carratino, L. Rosasco, "FALKON", 2017); the kernel is
kept in half precision meanwhile, 2 bytes for each pair of examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from learning.least_squares import Floats, best_temperature, conjugate_gradients, fit_coefficients, log_softmax

Vectors = NDArray[np.float32]
Classes = NDArray[np.intp]

# Up to this many examples are solved at once, and so many of a larger set tell the temperature.
AT_ONCE = 4000
_LANDMARKS = 1500
_STEPS = 30
_ROWS = 1000
_JITTER = 1e-4
_COLUMN = 16


@dataclass(frozen=True)
class Settings:
    """`sharpness` is the kernel's s, `ridge` what is added to its diagonal."""

    sharpness: float = 1.0
    ridge: float = 0.1


@dataclass(frozen=True)
class KernelHead:
    """What was learnt: `coefficients`, shape (examples, classes), over the examples' `vectors`."""

    vectors: Vectors
    coefficients: Floats
    temperature: float
    sharpness: float

    @classmethod
    def fit(cls, vectors: Vectors, classes: Classes, settings: Settings | None = None) -> KernelHead:
        """Learn from unit vectors, shape (examples, dimensions), and their classes 0..n-1.

        The temperature that turns scores into probabilities has the least leave-one-out log-loss.
        """
        settings = settings or Settings()
        targets = np.eye(int(np.max(classes)) + 1, dtype=np.float32)[classes]
        sample = _sample(len(vectors))
        kernel = gaussian(vectors[sample], vectors[sample], settings.sharpness)
        coefficients, left_out = fit_coefficients(kernel, targets[sample], settings.ridge)
        if len(sample) < len(vectors):
            coefficients = _solve(vectors, targets, settings)
        temperature = best_temperature(left_out, classes[sample])
        return cls(vectors, coefficients, temperature, settings.sharpness)

    def log_probabilities(self, vectors: Vectors) -> Floats:
        """Return natural log-probabilities, shape (rows, classes)."""
        return self.judged(self.cosines(vectors))

    def cosines(self, vectors: Vectors) -> Floats:
        """Return how alike each row and each example are, shape (rows, examples)."""
        return np.asarray(vectors @ self.vectors.T)

    def judged(self, cosines: Floats) -> Floats:
        """Return the log-probabilities of rows with these `cosines`."""
        scores = np.exp((cosines - 1.0) * self.sharpness) @ self.coefficients
        return log_softmax(scores * self.temperature)


def nearness(cosines: Floats, neighbours: int = 5) -> Floats:
    """Return the mean cosine of each row's nearest examples: what is unlike all examples scores low."""
    count = min(neighbours, cosines.shape[1])
    nearest = np.partition(_nearest_columns(cosines, count), -count, axis=1)[:, -count:]
    return np.asarray(nearest.mean(axis=1))


def _nearest_columns(cosines: Floats, count: int) -> Floats:
    """Return a few of each row's numbers, with the `count` largest among them, at a quarter of a partition's cost.

    Each row is laid in columns, and those with the `count` largest maxima are kept: nothing in a column left out is
    larger than any of these maxima.
    """
    rows, width = cosines.shape
    length = width // _COLUMN
    if length <= count:
        return cosines
    columns = cosines[:, : length * _COLUMN].reshape(rows, _COLUMN, length)
    best = np.argpartition(columns.max(axis=1), -count, axis=1)[:, -count:]
    kept = columns[np.arange(rows)[:, None], :, best].reshape(rows, count * _COLUMN)
    return np.hstack([kept, cosines[:, length * _COLUMN :]])


def gaussian(left: Vectors, right: Vectors, sharpness: float) -> Floats:
    """Return the kernel of unit vectors, shape (left, right)."""
    kernel: Floats = left @ right.T
    kernel -= 1.0
    kernel *= sharpness
    return np.exp(kernel, out=kernel)


def _sample(size: int) -> NDArray[np.intp]:
    """All examples of a small set; of a large one some, drawn the same way each time."""
    if size <= AT_ONCE:
        return np.arange(size)
    return np.sort(np.random.default_rng(0).permutation(size)[:AT_ONCE])


def _solve(vectors: Vectors, targets: Floats, settings: Settings) -> Floats:
    """The coefficients of a large set."""
    blocks = [
        gaussian(vectors[start : start + _ROWS], vectors, settings.sharpness).astype(np.float16)
        for start in range(0, len(vectors), _ROWS)
    ]

    def apply(columns: Floats) -> Floats:
        product = np.vstack([block.astype(np.float32) @ columns for block in blocks])
        return np.asarray(product + settings.ridge * columns)

    return conjugate_gradients(apply, targets, _STEPS, _preconditioner(vectors, settings))


def _preconditioner(vectors: Vectors, settings: Settings) -> Any:
    """The inverse of the kernel's Nyström approximation plus ridge, by Woodbury's identity."""
    chosen = np.random.default_rng(1).permutation(len(vectors))[:_LANDMARKS]
    landmarks = vectors[chosen]
    half = np.linalg.cholesky(gaussian(landmarks, landmarks, settings.sharpness) + _JITTER * np.eye(len(chosen)))
    features = np.linalg.solve(half, gaussian(vectors, landmarks, settings.sharpness).T).T.astype(np.float32)
    inner = cho_factor(features.T @ features + settings.ridge * np.eye(len(chosen), dtype=np.float32))

    def prepare(columns: Floats) -> Floats:
        return np.asarray((columns - features @ cho_solve(inner, features.T @ columns)) / settings.ridge)

    return prepare
