"""What all other lines would say of each training line.

Regularised least squares over sentence vectors and words together (see `learning.least_squares`): one solution gives
for every line the intents' probabilities as if that line had not been there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.kernel_head import gaussian
from learning.least_squares import Floats, fit_coefficients, log_softmax
from learning.tfidf import TfidfFeatures
from workbench.findings.vectors import Vectors, line_vectors
from workbench.nlu.examples import Example

# Fitted on lines of the sample company of which 30 had got another intent: most of these come first then.
_SHARE_OF_WORDS = 0.3
_SHARPNESS = 5.0
_RIDGE = 0.3
_TEMPERATURE = 14.0
# More lines than these are looked at in parts: time grows with the third power, memory with the second.
_MOST_TOGETHER = 9000
_RARE = 0.3


@dataclass(frozen=True)
class LeftOut:
    """`probabilities`, shape (lines, intents), of each line by all others; `own`: the intent under which it stands."""

    examples: tuple[Example, ...]
    intents: tuple[str, ...]
    own: NDArray[np.intp]
    vectors: Vectors
    probabilities: Floats

    @classmethod
    def of(cls, examples: Sequence[Example], folder: Path) -> LeftOut:
        """Look at all lines; vectors and the result are kept in `folder`."""
        intents, own = np.unique([example.intent for example in examples], return_inverse=True)
        vectors = line_vectors([example.text for example in examples], folder)
        names = tuple(str(intent) for intent in intents)
        found = _kept_or_made(examples, vectors, own, folder)
        return cls(tuple(examples), names, own.astype(np.intp), vectors, found)

    @property
    def likely(self) -> NDArray[np.intp]:
        """The likeliest intent of each line."""
        return np.asarray(self.probabilities.argmax(axis=1), dtype=np.intp)

    def oddity(self) -> Floats:
        """How odd it is that a line which looks so stands under its intent: 1 in exp(oddity) lines like it does.

        The lines themselves tell how often what looks like one intent stands under another (C. Northcutt et al.,
        "Confident learning", 2021), so that intents which are close anyway give no alarm.
        """
        together = np.array([self.probabilities[self.own == name].sum(axis=0) for name in range(len(self.intents))])
        usual = (together + _RARE) / together.sum(axis=0, keepdims=True)
        return np.asarray(-np.log((self.probabilities * usual[self.own]).sum(axis=1)))

    def confusion(self) -> Floats:
        """The share of an intent's lines (row) that all others would put under another (column)."""
        counts = np.zeros((len(self.intents), len(self.intents)))
        np.add.at(counts, (self.own, self.likely), 1)
        return np.asarray(counts / counts.sum(axis=1, keepdims=True))

    def of_intent(self, intent: str) -> NDArray[np.intp]:
        """The numbers of an intent's lines."""
        return np.flatnonzero(self.own == self.intents.index(intent))

    def nearest(self, line: int, intent: str, count: int) -> list[int]:
        """The lines of an intent that are nearest to a line, without itself."""
        others = self.of_intent(intent)
        others = others[others != line]
        near = self.vectors[others] @ self.vectors[line]
        return [int(number) for number in others[np.argsort(-near, kind="stable")[:count]]]


def _kept_or_made(examples: Sequence[Example], vectors: Vectors, own: NDArray[np.intp], folder: Path) -> Floats:
    told = "\n".join(f"{example.language}\t{example.intent}\t{example.text}" for example in examples)
    settings = f"{_SHARE_OF_WORDS} {_SHARPNESS} {_RIDGE} {_TEMPERATURE}"
    digest = hashlib.sha256("\n".join((settings, told)).encode("utf-8", "replace")).hexdigest()[:16]
    file = folder / f"left-out-{digest}.npy"
    try:
        kept: Floats = np.load(file, allow_pickle=False)
    except (OSError, ValueError):
        kept = _made(examples, vectors, own)
        for old in folder.glob("left-out-*.npy"):
            old.unlink(missing_ok=True)
        part = folder / f".left-out.{os.getpid()}.npy"
        np.save(part, kept)
        part.replace(file)
    return kept


def _made(examples: Sequence[Example], vectors: Vectors, own: NDArray[np.intp]) -> Floats:
    targets = np.eye(int(np.max(own)) + 1, dtype=np.float32)[own]
    scores = np.zeros_like(targets)
    for part in _parts(examples):
        kernel = _alike([examples[number].text for number in part], vectors[part])
        scores[part] = fit_coefficients(kernel, targets[part], _RIDGE)[1]
    return np.exp(log_softmax(scores * _TEMPERATURE))


def _parts(examples: Sequence[Example]) -> Iterator[NDArray[np.intp]]:
    """All lines together, so that the languages learn of each other; of more lines, parts drawn the same each time."""
    count = -(-len(examples) // _MOST_TOGETHER)
    drawn = np.random.default_rng(0).permutation(len(examples)) % count
    for number in range(count):
        yield np.flatnonzero(drawn == number)


def _alike(texts: Sequence[str], vectors: Vectors) -> Floats:
    words = TfidfFeatures.fit(texts).transform(texts)
    kernel = gaussian(vectors, vectors, _SHARPNESS)
    kernel *= 1 - _SHARE_OF_WORDS
    kernel += (words @ words.T).toarray().astype(np.float32) * np.float32(_SHARE_OF_WORDS / 2)
    return kernel
