"""How displeased a message sounds, whatever its tone towards the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.learning.linear_grade import LinearGrade
from bot.learning.remarks import Remark

# Its share of the expected level. Beyond it, the agreement on labelled development lines falls.
_WEIGHT = 0.15
# Remarks are about anything: what they mean tells more than which words they chance to use.
_WEIGHT_OF_WORDS = 0.5
_HIGHEST_LEVEL = 3.0
# Its say where in its level a message stands. The more it has, the better other people's comments and film lines are
# ordered, up to here; our own graded dialogues are indifferent.
_SAY = 0.75
_ALMOST = 0.999


@dataclass(frozen=True)
class Displeasure:
    """A direction from pleased to upset, learnt from everyday remarks, brought to the levels' measure.

    Labelled lines tell the tone towards a company; remarks about anything tell how people feel. It moves the expected
    level a little, and has most of the say where in its level a message stands.
    """

    reading: LinearGrade
    slope: float
    offset: float

    @classmethod
    def fit(cls, vectors: NDArray[np.float32], words: csr_matrix, remarks: Sequence[Remark]) -> "Displeasure":
        """Learn from remarks, their vectors and their TF-IDF."""
        grades = np.array([remark.grade for remark in remarks])
        unsigned = np.zeros((len(remarks), 0))
        return cls(LinearGrade.fit(vectors, words, unsigned, grades, _WEIGHT_OF_WORDS), 1.0, 0.0)

    def measured(self, grades: NDArray[np.float64], levels: NDArray[np.float64]) -> "Displeasure":
        """Return the same with grades read as levels: those of the same texts have one mean and one spread."""
        slope = float(levels.std() / max(grades.std(), 1e-6))
        return Displeasure(self.reading, slope, float(levels.mean() - slope * grades.mean()))

    def level(self, expected: float, grade: float) -> float:
        """Return the expected level with displeasure's share in it."""
        mixed = (1 - _WEIGHT) * expected + _WEIGHT * (self.slope * grade + self.offset)
        return min(_HIGHEST_LEVEL, max(0.0, mixed))

    def save(self, folder: Path, name: str) -> None:
        """Write everything learnt into `folder`."""
        self.reading.save(folder / f"{name}.displeasure.npz")
        np.savez(folder / f"{name}.measure.npz", np.array([self.slope, self.offset]))

    @classmethod
    def load(cls, folder: Path, name: str) -> "Displeasure | None":
        """Return what `save` wrote, or None where nothing was saved."""
        file = folder / f"{name}.displeasure.npz"
        if not file.exists():
            return None
        with np.load(folder / f"{name}.measure.npz", allow_pickle=False) as archive:
            slope, offset = archive[archive.files[0]].tolist()
        return cls(LinearGrade.load(file), slope, offset)


def within_level(score: float, grade: float, levels: int) -> float:
    """Return a score of the same level, of `levels` that share 0..1 evenly, the nearer its end the higher `grade`."""
    level = min(int(score * levels), levels - 1)
    place = (1 - _SAY) * (score * levels - level) + _SAY * min(1.0, max(0.0, grade))
    return (level + min(place, _ALMOST)) / levels
