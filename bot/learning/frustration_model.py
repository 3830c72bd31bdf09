"""Learns to place a text on the frustration scale."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from bot.learning.frustration_correction import FrustrationCorrection
from bot.learning.frustration_lines import LabelledLine
from bot.learning.frustration_scale import FrustrationScale
from bot.learning.graded_lines import GradedLine
from bot.learning.two_heads import Settings, TwoHeads
from learning.encoder import shared_encoder
from learning.kernel_head import Settings as KernelSettings

_FILES = "frustration"
_CORRECTION = f"{_FILES}.correction.npz"
_FOLDS = 4
# Measured on whole voices left out in turn: words tell tone better than sentence vectors, which were made for meaning.
_SETTINGS = Settings(KernelSettings(sharpness=2.0, ridge=0.3), strength=10.0, word_weight=0.6)


@dataclass(frozen=True)
class FrustrationModel:
    """Expected level by two heads (`bot.learning.two_heads`), read off a fitted scale.

    The expectation over ordered classes keeps the order (Torgo and Gama, 1996). Where on it a level begins is chosen
    on lines of voices that were left out, because expectations shrink towards the middle, and a new customer writes
    like nobody among the lines. Where a company has graded messages of its own, `correction` has the last word.
    """

    heads: TwoHeads
    scale: FrustrationScale
    correction: FrustrationCorrection | None = None

    @classmethod
    def fit(cls, lines: Sequence[LabelledLine]) -> "FrustrationModel":
        """Learn from labelled lines of all four levels."""
        vectors = shared_encoder().encode([line.text for line in lines])
        levels = np.array([line.level for line in lines], dtype=np.int64)
        scale = FrustrationScale.fit(_held_out(lines, vectors, levels), levels)
        return cls(_fitted(lines, vectors), scale)

    def scores(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[float]:
        """Return one score of 0..1 a text."""
        levels = _expected(self.heads, texts, vectors)
        if self.correction is None:
            return [self.scale.score(level) for level in levels]
        rows = zip(texts, vectors, levels, strict=True)
        return [self.correction.score(vector, *self.heads.words.row(text), level) for text, vector, level in rows]

    def corrected(self, graded: Sequence[GradedLine]) -> "FrustrationModel":
        """Return the model with what `graded` messages, none of them among its lines, teach besides."""
        texts = [line.text for line in graded]
        vectors, grades = shared_encoder().encode(texts), np.array([line.score for line in graded])
        levels = _expected(self.heads, texts, vectors)
        words = self.heads.words.transform(texts)
        return replace(self, correction=FrustrationCorrection.fit(vectors, words, levels, grades))

    def save(self, folder: Path) -> None:
        """Write everything learnt into `folder`."""
        self.heads.save(folder, _FILES)
        (folder / f"{_FILES}.scale.json").write_text(json.dumps(asdict(self.scale)), "utf-8")
        if self.correction:
            self.correction.save(folder / _CORRECTION)

    @classmethod
    def load(cls, folder: Path) -> "FrustrationModel":
        """Return what `save` wrote."""
        cuts = json.loads((folder / f"{_FILES}.scale.json").read_text("utf-8"))["cuts"]
        file = folder / _CORRECTION
        correction = FrustrationCorrection.load(file) if file.exists() else None
        return cls(TwoHeads.load(folder, _FILES), FrustrationScale(tuple(cuts)), correction)


def _fitted(lines: Sequence[LabelledLine], vectors: NDArray[np.float32]) -> TwoHeads:
    return TwoHeads.fit([line.text for line in lines], vectors, [str(line.level) for line in lines], _SETTINGS)


def _held_out(
    lines: Sequence[LabelledLine], vectors: NDArray[np.float32], levels: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return each line's expected level by a model that never saw its voice."""
    expected = np.zeros(len(lines))
    for train, test in _folds(lines, levels):
        heads = _fitted([lines[index] for index in train], vectors[train])
        expected[test] = _expected(heads, [lines[index].text for index in test], vectors[test])
    return expected


def _folds(
    lines: Sequence[LabelledLine], levels: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Folds of whole voices; of single lines, every fifth, where there are not voices enough."""
    voices = [line.voice for line in lines]
    if len(set(voices)) < _FOLDS:
        voices = [str(index % _FOLDS) for index in range(len(lines))]
    yield from GroupKFold(_FOLDS).split(levels, levels, voices)


def _expected(heads: TwoHeads, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    probabilities = heads.probabilities(texts, vectors)
    return np.asarray(probabilities @ np.array([int(name) for name in heads.classes]), dtype=np.float64)
