"""What all other lines say of each training line, in three ways.

Regularised least squares over sentence vectors and words together (see `learning.least_squares`): one solution gives
for every line the intents' scores as if that line had not been there. The nearest lines of each intent, by sentence
vectors and by words, are beside it: they also know which lines are unlike all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learning.least_squares import Floats, fit_coefficients, log_softmax
from learning.tfidf import TfidfFeatures
from workbench.findings.vectors import Vectors

Classes = NDArray[np.intp]

# Fitted on lines of the sample company that had got another intent: most of these come first then.
_SHARE_OF_WORDS = 0.4
_SHARPNESS = 3.0
_RIDGE = 0.1
_TEMPERATURE = 14.0
_NEAREST = 3
# More lines than these are looked at in parts: time grows with the third power, memory with the second.
_MOST_TOGETHER = 9000
_ROWS = 1000
SETTINGS = f"{_SHARE_OF_WORDS} {_SHARPNESS} {_RIDGE} {_NEAREST} {_MOST_TOGETHER}"


@dataclass(frozen=True)
class Evidence:
    """Of each line and intent, shape (ways, lines, intents): scores, nearness of meaning, nearness of words."""

    ways: Floats

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Vectors, own: Classes) -> Evidence:
        """Look at all lines; `own` is the intent, 0 to n-1, under which each stands."""
        ways = np.zeros((3, len(texts), int(np.max(own)) + 1), dtype=np.float32)
        for part in _parts(len(texts)):
            ways[:, part] = _ways([texts[number] for number in part], vectors[part], own[part], ways.shape[2])
        return cls(ways)

    @property
    def probabilities(self) -> Floats:
        """The intents' probabilities by the scores, shape (lines, intents)."""
        return np.exp(log_softmax(self.ways[0] * _TEMPERATURE))


def _parts(count: int) -> Iterator[Classes]:
    """All lines together, so that the languages learn of each other; of more lines, parts drawn the same each time."""
    parts = -(-count // _MOST_TOGETHER)
    drawn = np.random.default_rng(0).permutation(count) % parts
    for number in range(parts):
        yield np.flatnonzero(drawn == number)


def _ways(texts: Sequence[str], vectors: Vectors, own: Classes, intents: int) -> Floats:
    targets = np.eye(intents, dtype=np.float32)[own]
    kernel = np.asarray(vectors @ vectors.T)
    meaning = _nearness(kernel, own, intents)
    kernel -= 1.0
    kernel *= _SHARPNESS
    np.exp(kernel, out=kernel)
    kernel *= 1 - _SHARE_OF_WORDS
    shared = _shared_words(texts)
    words = _nearness(shared, own, intents)
    shared *= _SHARE_OF_WORDS
    kernel += shared
    return np.stack([fit_coefficients(kernel, targets, _RIDGE)[1], meaning, words])


def _shared_words(texts: Sequence[str]) -> Floats:
    """How alike the words of each two lines are, 0 to 1, shape (lines, lines)."""
    words = TfidfFeatures.fit(texts).transform(texts)
    shared = np.empty((len(texts), len(texts)), dtype=np.float32)
    for first in range(0, len(texts), _ROWS):
        rows = slice(first, first + _ROWS)
        shared[rows, : rows.stop] = (words[rows] @ words[: rows.stop].T).toarray()
        shared[: rows.stop, rows] = shared[rows, : rows.stop].T
    shared /= 2  # characters and words have unit length each
    return shared


def _nearness(alike: Floats, own: Classes, intents: int) -> Floats:
    """How alike the nearest lines of each intent are, on average; a line is not near to itself."""
    found = np.zeros((len(alike), intents), dtype=np.float32)
    for intent in range(intents):
        columns = np.flatnonzero(own == intent)
        near = alike[:, columns]
        near[columns, np.arange(len(columns))] = 0.0
        count = min(_NEAREST, len(columns))
        if count:
            found[:, intent] = np.partition(near, -count, axis=1)[:, -count:].mean(axis=1)
    return found
