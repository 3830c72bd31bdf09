"""A grade of 0..1 as a linear function of a text's vector, its words and a few signs."""

from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from learning.least_squares import Floats

# Chosen, with the weight of words, by cross-validation within training folds of public dialogues.
_RIDGE = 4.0
_FLAT = 1e-6


@dataclass(frozen=True)
class LinearGrade:
    """What graded texts teach: regularised least squares, solved over the texts, since they are fewer than the words.

    The signs are a few numbers that are known of a text besides, each as heavy as the whole vector; as a general
    model's output is of a small model of one domain (H. Daumé III, "Frustratingly easy domain adaptation", 2007, there
    named Pred). What few texts cannot tell stays with the signs.
    """

    by_vector: Floats
    by_word: Floats
    by_sign: Floats
    constant: float

    @classmethod
    def fit(
        cls,
        vectors: NDArray[np.float32],
        words: csr_matrix,
        signs: NDArray[np.float64],
        grades: NDArray[np.float64],
        weight_of_words: float = 1.0,
    ) -> "LinearGrade":
        """Learn from rows of texts: unit vectors, TF-IDF of two unit blocks, signs (texts, any number), their grades.

        `weight_of_words` is how heavy each of the two blocks of words is beside the vector.
        """
        middle, spread = signs.mean(axis=0), np.maximum(signs.std(axis=0), _FLAT)
        even = (signs - middle) / spread
        kernel = vectors @ vectors.T + weight_of_words * (words @ words.T).toarray() + even @ even.T
        shares = cho_solve(cho_factor(kernel + _RIDGE * np.eye(len(grades))), grades - grades.mean())
        by_sign = (even.T @ shares) / spread
        by_vector, by_word = vectors.T @ shares, weight_of_words * (words.T @ shares)
        constant = float(grades.mean() - middle @ by_sign)
        return cls(by_vector.astype(np.float32), by_word.astype(np.float32), by_sign.astype(np.float32), constant)

    def grade(
        self,
        vector: NDArray[np.float32],
        places: NDArray[np.intp],
        values: NDArray[np.float32],
        signs: tuple[float, ...] = (),
    ) -> float:
        """Return the grade of a text whose words have `values` at `places`; it may lie a little beyond 0..1."""
        told = float(vector @ self.by_vector) + float(values @ self.by_word[places])
        # What was learnt before the last signs were thought of knows the first ones only.
        known = np.array(signs[: len(self.by_sign)], dtype=np.float32)
        return self.constant + told + float(np.dot(self.by_sign, known))

    def save(self, file: Path) -> None:
        """Write it as a NumPy archive without pickles."""
        np.savez(file, *astuple(self))

    @classmethod
    def load(cls, file: Path) -> "LinearGrade":
        """Return what `save` wrote."""
        with np.load(file, allow_pickle=False) as archive:
            by_vector, by_word, by_sign, constant = (archive[name] for name in archive.files)
        return cls(by_vector, by_word, by_sign, float(constant))
