"""Learns to place a text on the frustration scale."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from bot.encoder import shared_encoder
from bot.learning.frustration_lines import LabelledLine
from bot.learning.frustration_scale import LEVELS, FrustrationScale
from bot.learning.two_heads import Settings, TwoHeads

_FILES = "frustration"
_FOLDS = 4
_SETTINGS = Settings(vectors=(3.0,), words=(3.0,), word_weight=0.4)


@dataclass(frozen=True)
class FrustrationModel:
    """Expected level by two logistic regressions (`bot.learning.two_heads`), read off a fitted scale.

    The expectation over ordered classes keeps the order (Torgo and Gama, 1996); where on it a level begins
    is chosen on held-out lines, because expectations shrink towards the middle.
    """

    heads: TwoHeads
    scale: FrustrationScale

    @classmethod
    def fit(cls, lines: Sequence[LabelledLine]) -> "FrustrationModel":
        """Learn from labelled lines of all four levels."""
        texts = [line.text for line in lines]
        levels = np.array([line.level for line in lines], dtype=np.int64)
        vectors = shared_encoder().encode(texts)
        scale = FrustrationScale.fit(_held_out(texts, vectors, levels), levels)
        return cls(_fitted(texts, vectors, levels), scale)

    def scores(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[float]:
        """Return one score of 0..1 a text."""
        return [self.scale.score(expected) for expected in _expected(self.heads, texts, vectors)]

    def save(self, folder: Path) -> None:
        """Write everything learnt into `folder`."""
        self.heads.save(folder, _FILES)
        (folder / f"{_FILES}.scale.json").write_text(json.dumps(asdict(self.scale)), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "FrustrationModel":
        """Return what `save` wrote."""
        cuts = json.loads((folder / f"{_FILES}.scale.json").read_text("utf-8"))["cuts"]
        return cls(TwoHeads.load(folder, _FILES), FrustrationScale(tuple(cuts)))


def _fitted(texts: Sequence[str], vectors: NDArray[np.float32], levels: NDArray[np.int64]) -> TwoHeads:
    return TwoHeads.fit(texts, vectors, [str(level) for level in levels], _SETTINGS)


def _held_out(texts: Sequence[str], vectors: NDArray[np.float32], levels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each line's expected level by a model that never saw it."""
    expected = np.zeros(len(texts))
    for train, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(vectors, levels):
        heads = _fitted([texts[index] for index in train], vectors[train], levels[train])
        expected[test] = _expected(heads, [texts[index] for index in test], vectors[test])
    return expected


def _expected(heads: TwoHeads, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(heads.probabilities(texts, vectors) @ np.arange(len(LEVELS)), dtype=np.float64)
