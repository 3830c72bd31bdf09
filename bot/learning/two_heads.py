"""Two views of a text, one verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learning.kernel_head import KernelHead
from learning.kernel_head import Settings as KernelSettings
from learning.least_squares import log_softmax
from learning.logistic import LinearHead
from learning.projection import principal_directions, projected
from learning.tfidf import TfidfFeatures

_TOLERANCE = 1e-4
# Below this share of known words, the word head loses its say, square-wise.
_WORDS_ENOUGH = 0.6
# Of the encoder's 512; on the validation parts of public sets as good as all.
_DIRECTIONS = 128


@dataclass(frozen=True)
class Settings:
    """How two heads are trained and mixed.

    `kernel` is the vector head's, `strength` scikit-learn's `C` of the word head, and `word_weight` the word head's
    share of the verdict, 0 to 1.
    """

    kernel: KernelSettings
    strength: float
    word_weight: float


@dataclass(frozen=True)
class TwoHeads:
    """The weighted geometric mean of a kernel machine on sentence vectors and a logistic regression on TF-IDF.

    A logarithmic opinion pool (Genest and Zidek, 1986): sentence vectors carry meaning across wordings and
    languages, TF-IDF the exact words. Where a text's words are mostly unknown, as in another language than that of
    the training lines, the word head knows nothing and is heard less.
    """

    classes: tuple[str, ...]
    words: TfidfFeatures
    directions: NDArray[np.float32]
    vector_head: KernelHead
    word_head: LinearHead
    word_weight: float

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: NDArray[np.float32], labels: Sequence[str], settings: Settings
    ) -> "TwoHeads":
        """Learn from texts, their vectors (texts, dimensions) and their labels."""
        classes, numbers = np.unique(labels, return_inverse=True)
        words = TfidfFeatures.fit(texts)
        word_head = LinearHead.fit(words.transform(texts), numbers, settings.strength, _TOLERANCE)
        directions = principal_directions(vectors, _DIRECTIONS)
        # In the precision that `save` keeps, so that a loaded copy says the same to the last bit.
        return cls(
            tuple(str(name) for name in classes),
            words,
            directions,
            KernelHead.fit(_rounded(projected(vectors, directions)), numbers, settings.kernel),
            LinearHead(_rounded(word_head.weights), word_head.bias),
            settings.word_weight,
        )

    def log_probabilities(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return natural log-probabilities, shape (texts, classes)."""
        return self.judged(texts, self.cosines(vectors))

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how alike the vectors and the training lines are, shape (vectors, lines)."""
        return self.vector_head.cosines(projected(vectors, self.directions))

    def judged(self, texts: Sequence[str], cosines: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return the log-probabilities of texts with these `cosines` to the training lines."""
        by_vector = self.vector_head.judged(cosines)
        by_words = np.stack([self.word_head.of_row(*self.words.row(text)) for text in texts])
        weights = self.word_weight * np.array([[self._heard(text)] for text in texts])
        mixed = (1 - weights) * by_vector + weights * by_words
        return np.asarray(log_softmax(mixed), dtype=np.float64)

    def probabilities(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return probabilities, shape (texts, classes), rows adding up to 1."""
        return np.asarray(np.exp(self.log_probabilities(texts, vectors)), dtype=np.float64)

    def _heard(self, text: str) -> float:
        return min(1.0, self.words.known_share(text) / _WORDS_ENOUGH) ** 2

    def save(self, folder: Path, name: str) -> None:
        """Write everything learnt into `folder` as one NumPy archive without pickles."""
        np.savez(
            archive_file(folder, name),
            classes=np.array(self.classes),
            directions=self.directions,
            vectors=self.vector_head.vectors.astype(np.float16),
            coefficients=self.vector_head.coefficients,
            numbers=np.array([self.vector_head.temperature, self.vector_head.sharpness, self.word_weight]),
            word_weights=self.word_head.weights.astype(np.float16),
            word_bias=self.word_head.bias,
            **self.words.state(),
        )

    @classmethod
    def load(cls, folder: Path, name: str) -> "TwoHeads":
        """Return what `save` wrote."""
        with np.load(archive_file(folder, name), allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive.files}
        temperature, sharpness, word_weight = arrays["numbers"].tolist()
        vectors = arrays["vectors"].astype(np.float32)
        return cls(
            tuple(str(label) for label in arrays["classes"]),
            TfidfFeatures.from_state(arrays),
            arrays["directions"],
            KernelHead(vectors, arrays["coefficients"], temperature, sharpness),
            LinearHead(arrays["word_weights"].astype(np.float32), arrays["word_bias"]),
            word_weight,
        )


def archive_file(folder: Path, name: str) -> Path:
    """Return where heads of that name lie in `folder`."""
    return folder / f"{name}.npz"


def _rounded(numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    return numbers.astype(np.float16).astype(np.float32)
