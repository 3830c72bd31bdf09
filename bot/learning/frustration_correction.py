"""Learns from messages that a company has graded how its own customers sound."""

from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from learning.least_squares import Floats

# Chosen by cross-validation within training folds of public dialogues; 1 to 4 are as good.
_RIDGE = 2.0
_FLAT = 1e-6


@dataclass(frozen=True)
class FrustrationCorrection:
    """A grade of 0..1 as a linear function of a text's vector, its words and the level that it is expected to have.

    Method: the general model's output as one more feature of a small model of the domain (H. Daumé III, "Frustratingly
    easy domain adaptation", 2007, there named Pred). Regularised least squares, solved over the graded texts, since
    they are fewer than the words. What few texts cannot tell stays with the level.
    """

    by_vector: Floats
    by_word: Floats
    by_level: float
    constant: float

    @classmethod
    def fit(
        cls, vectors: NDArray[np.float32], words: csr_matrix, levels: NDArray[np.float64], grades: NDArray[np.float64]
    ) -> "FrustrationCorrection":
        """Learn from rows of texts: unit vectors, TF-IDF of two blocks, levels of a model that never saw them."""
        middle, spread = float(levels.mean()), max(float(levels.std()), _FLAT)
        heat = (levels - middle) / spread
        # Halved, because each of the two blocks of words has unit length of its own.
        kernel = vectors @ vectors.T + (words @ words.T).toarray() / 2 + np.outer(heat, heat)
        shares = cho_solve(cho_factor(kernel + _RIDGE * np.eye(len(grades))), grades - grades.mean())
        by_level = float(heat @ shares) / spread
        constant = float(grades.mean()) - by_level * middle
        by_vector, by_word = vectors.T @ shares, words.T @ shares / 2
        return cls(by_vector.astype(np.float32), by_word.astype(np.float32), by_level, constant)

    def score(
        self, vector: NDArray[np.float32], places: NDArray[np.intp], values: NDArray[np.float32], level: float
    ) -> float:
        """Return the corrected score, 0..1, of a text whose words have `values` at `places`."""
        told = float(vector @ self.by_vector) + float(values @ self.by_word[places])
        return min(1.0, max(0.0, self.constant + told + self.by_level * level))

    def save(self, file: Path) -> None:
        """Write it as a NumPy archive without pickles."""
        np.savez(file, *astuple(self))

    @classmethod
    def load(cls, file: Path) -> "FrustrationCorrection":
        """Return what `save` wrote."""
        with np.load(file, allow_pickle=False) as archive:
            by_vector, by_word, by_level, constant = (archive[name] for name in archive.files)
        return cls(by_vector, by_word, float(by_level), float(constant))
