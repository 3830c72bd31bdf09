"""Two views of a text, one verdict."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from bot.learning.linear_head import Features, Labels, LinearHead, best_strength
from bot.text.tfidf import TfidfFeatures

_TOLERANCE = 1e-4


@dataclass(frozen=True)
class Settings:
    """How two heads are trained and mixed.

    `vectors` and `words` are the values of scikit-learn's `C` among which cross-validation chooses for each
    head; `word_weight` is the word head's share of the verdict, 0 to 1.
    """

    vectors: tuple[float, ...]
    words: tuple[float, ...]
    word_weight: float


@dataclass(frozen=True)
class TwoHeads:
    """The weighted geometric mean of two logistic regressions: on sentence vectors and on TF-IDF.

    A logarithmic opinion pool (Genest and Zidek, 1986): sentence vectors carry meaning across wordings and
    languages, TF-IDF the exact words.
    """

    classes: tuple[str, ...]
    words: TfidfFeatures
    vector_head: LinearHead
    word_head: LinearHead
    word_weight: float

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: NDArray[np.float32], labels: Sequence[str], settings: Settings
    ) -> "TwoHeads":
        """Learn from texts, their vectors (texts, dimensions) and their labels."""
        classes, numbers = np.unique(labels, return_inverse=True)
        words = TfidfFeatures.fit(texts)
        return cls(
            tuple(str(name) for name in classes),
            words,
            _head(vectors, numbers, settings.vectors),
            _head(words.transform(texts), numbers, settings.words),
            settings.word_weight,
        )

    def probabilities(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return probabilities, shape (texts, classes), rows adding up to 1."""
        by_vector = self.vector_head.log_probabilities(vectors)
        by_words = self.word_head.log_probabilities(self.words.transform(texts))
        mixed = (1 - self.word_weight) * by_vector + self.word_weight * by_words
        return np.asarray(np.exp(log_softmax(mixed, axis=1)), dtype=np.float64)

    def save(self, folder: Path, name: str) -> None:
        """Write everything learnt into `folder` as JSON and NumPy arrays."""
        self.words.save(folder, name)
        (folder / f"{name}.classes.json").write_text(json.dumps(self.classes), "utf-8")
        np.savez(
            folder / f"{name}.heads.npz",
            vector_weights=self.vector_head.weights,
            vector_bias=self.vector_head.bias,
            word_weights=self.word_head.weights,
            word_bias=self.word_head.bias,
            word_weight=self.word_weight,
        )

    @classmethod
    def load(cls, folder: Path, name: str) -> "TwoHeads":
        """Return what `save` wrote; answers are the same to the last bit."""
        classes = json.loads((folder / f"{name}.classes.json").read_text("utf-8"))
        with np.load(folder / f"{name}.heads.npz", allow_pickle=False) as arrays:
            vector_head = LinearHead(arrays["vector_weights"], arrays["vector_bias"])
            word_head = LinearHead(arrays["word_weights"], arrays["word_bias"])
            word_weight = float(arrays["word_weight"])
        return cls(tuple(classes), TfidfFeatures.load(folder, name), vector_head, word_head, word_weight)


def _head(features: Features, labels: Labels, strengths: tuple[float, ...]) -> LinearHead:
    return LinearHead.fit(features, labels, best_strength(features, labels, strengths), _TOLERANCE)
