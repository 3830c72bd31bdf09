"""Learns to place a text on the frustration scale."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from bot.learning.displeasure import Displeasure, within_level
from bot.learning.faces import temper
from bot.learning.frustration_lines import LabelledLine
from bot.learning.frustration_scale import LEVELS, FrustrationScale
from bot.learning.graded_lines import GradedLine
from bot.learning.linear_grade import LinearGrade
from bot.learning.remarks import Remark
from bot.learning.two_heads import Settings, TwoHeads
from bot.learning.typing_signs import typing_signs
from learning.encoder import shared_encoder
from learning.kernel_head import Settings as KernelSettings

_FILES = "frustration"
_CORRECTION = f"{_FILES}.correction.npz"
_FOLDS = 4
# This near to an end of the scale, a grade comes closer to it without ever reaching it.
_EASED = 0.05
# Measured on whole voices left out in turn: words tell tone better than sentence vectors, which were made for meaning.
_SETTINGS = Settings(KernelSettings(sharpness=2.0, ridge=0.3), strength=10.0, word_weight=0.6)


@dataclass(frozen=True)
class FrustrationModel:
    """Expected level by two heads (`bot.learning.two_heads`), read off a fitted scale.

    The expectation over ordered classes keeps the order (Torgo and Gama, 1996). Where on it a level begins is chosen
    on lines of voices that were left out, because expectations shrink towards the middle, and a new customer writes
    like nobody among the lines. `displeasure` has a say in it where there are remarks to learn it from. Where a company
    has graded messages of its own, `correction` has the last word.
    """

    heads: TwoHeads
    scale: FrustrationScale
    displeasure: Displeasure | None = None
    correction: LinearGrade | None = None

    @classmethod
    def fit(
        cls,
        lines: Sequence[LabelledLine],
        vectors: NDArray[np.float32] | None = None,
        remarks: Sequence[Remark] = (),
        remark_vectors: NDArray[np.float32] | None = None,
    ) -> "FrustrationModel":
        """Learn from labelled lines of all four levels, and from remarks; `vectors` are made here unless given."""
        vectors = _encoded(_texts(lines)) if vectors is None else vectors
        levels = np.array([line.level for line in lines], dtype=np.int64)
        expected, heads = _held_out(lines, vectors, levels), _fitted(lines, vectors)
        if not remarks:
            return cls(heads, FrustrationScale.fit(expected, levels))
        texts = [remark.text for remark in remarks]
        remark_vectors = _encoded(texts) if remark_vectors is None else remark_vectors
        displeasure = Displeasure.fit(remark_vectors, heads.words.transform(texts), remarks)
        grades = np.array([_grade(heads, displeasure, *row) for row in zip(_texts(lines), vectors, strict=True)])
        displeasure = displeasure.measured(grades, expected)
        mixed = [displeasure.level(level, grade) for level, grade in zip(expected, grades, strict=True)]
        return cls(heads, FrustrationScale.fit(np.array(mixed), levels), displeasure)

    def scores(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[float]:
        """Return one score of 0..1 a text."""
        levels = self._levels(texts, vectors)
        return [self._score(*row) for row in zip(texts, vectors, levels, strict=True)]

    def corrected(self, graded: Sequence[GradedLine]) -> "FrustrationModel":
        """Return the model with what `graded` messages, none of them among its lines, teach besides."""
        texts = [line.text for line in graded]
        vectors, grades = _encoded(texts), np.array([line.score for line in graded])
        levels = self._levels(texts, vectors)
        signs = np.array([self._signs(*row) for row in zip(texts, vectors, levels, strict=True)])
        return replace(self, correction=LinearGrade.fit(vectors, self.heads.words.transform(texts), signs, grades))

    def _levels(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Expected levels, higher where angry faces say so."""
        added = np.array([temper(text) for text in texts])
        return np.asarray(np.minimum(_expected(self.heads, texts, vectors) + added, len(LEVELS) - 1))

    def _score(self, text: str, vector: NDArray[np.float32], expected: float) -> float:
        if self.correction:
            signs = self._signs(text, vector, expected)
            return within_scale(self.correction.grade(vector, *self.heads.words.row(text), signs))
        if not self.displeasure:
            return self.scale.score(expected)
        grade = _grade(self.heads, self.displeasure, text, vector)
        return within_level(self.scale.score(self.displeasure.level(expected, grade)), grade, len(LEVELS))

    def _signs(self, text: str, vector: NDArray[np.float32], expected: float) -> tuple[float, ...]:
        """What is known of a text before anything is learnt of a company: level, displeasure, length, typing."""
        grade = _grade(self.heads, self.displeasure, text, vector) if self.displeasure else 0.0
        return expected, grade, math.log1p(len(text.split())), *typing_signs(text)

    def save(self, folder: Path) -> None:
        """Write everything learnt into `folder`."""
        self.heads.save(folder, _FILES)
        (folder / f"{_FILES}.scale.json").write_text(json.dumps(asdict(self.scale)), "utf-8")
        if self.displeasure:
            self.displeasure.save(folder, _FILES)
        if self.correction:
            self.correction.save(folder / _CORRECTION)

    @classmethod
    def load(cls, folder: Path) -> "FrustrationModel":
        """Return what `save` wrote."""
        cuts = json.loads((folder / f"{_FILES}.scale.json").read_text("utf-8"))["cuts"]
        file = folder / _CORRECTION
        correction = LinearGrade.load(file) if file.exists() else None
        heads, displeasure = TwoHeads.load(folder, _FILES), Displeasure.load(folder, _FILES)
        return cls(heads, FrustrationScale(tuple(cuts)), displeasure, correction)


def within_scale(grade: float) -> float:
    """Return a grade that may lie beyond 0..1 as one within, in the same order: 1.1 still stands above 1.05."""
    if grade < _EASED:
        return _EASED * math.exp((grade - _EASED) / _EASED)
    if grade > 1 - _EASED:
        return 1 - _EASED * math.exp((1 - _EASED - grade) / _EASED)
    return grade


def _texts(lines: Sequence[LabelledLine]) -> list[str]:
    return [line.text for line in lines]


def _encoded(texts: Sequence[str]) -> NDArray[np.float32]:
    return shared_encoder().encode(texts)


def _grade(heads: TwoHeads, displeasure: Displeasure, text: str, vector: NDArray[np.float32]) -> float:
    return displeasure.reading.grade(vector, *heads.words.row(text))


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
