"""Learns intents, and what is unlike all of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.learning.two_heads import Settings, TwoHeads
from learning.kernel_head import Settings as KernelSettings
from learning.kernel_head import nearness

_FILES = "intents"
# Chosen on the validation parts of public sets (HWU64, CLINC150, a part of BANKING77's training lines).
_SETTINGS = Settings(KernelSettings(sharpness=3.0, ridge=0.1), strength=30.0, word_weight=0.4)
# Weights of the parts of `in_scope`: no out-of-scope line, a sure intent, near neighbours; and their middle.
_NEARNESS_WEIGHT = 8.0
_MIDDLE = -4.0
# Evidence beyond it tells no more.
_FAR = 50.0


@dataclass(frozen=True)
class IntentModel:
    """Two heads (`bot.learning.two_heads`), and evidence that a message is none of theirs.

    In scope is what has a likely intent and near neighbours among the training lines: the log-odds against the
    out-of-scope intent, the largest log-probability of the others, and the mean cosine of the five nearest lines are
    added up (nearest neighbours as out-of-distribution evidence: Y. Sun et al., "Out-of-distribution detection with
    deep nearest neighbors", 2022; the largest probability: D. Hendrycks, K. Gimpel, 2017).
    """

    heads: TwoHeads
    out_of_scope: str

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: NDArray[np.float32], labels: Sequence[str], out_of_scope: str
    ) -> "IntentModel":
        """Learn from texts, their vectors (texts, dimensions) and their intents."""
        return cls(TwoHeads.fit(texts, vectors, labels, _SETTINGS), out_of_scope)

    def read(self, text: str, vectors: NDArray[np.float32]) -> tuple[NDArray[np.float64], float]:
        """Return the intents' probabilities, shape (intents,), and how far the text is in scope, 0 to 1."""
        cosines = self.heads.cosines(vectors)
        logs = self.heads.judged([text], cosines)[0]
        return np.exp(logs), self._in_scope(logs, float(nearness(cosines)[0]))

    def _in_scope(self, logs: NDArray[np.float64], near: float) -> float:
        ours = self._ours
        evidence = float(logs[ours].max()) + _NEARNESS_WEIGHT * near + _MIDDLE
        if not ours.all():
            evidence += float(np.logaddexp.reduce(logs[ours]) - logs[~ours][0])
        return 1.0 / (1.0 + math.exp(-min(_FAR, max(-_FAR, evidence))))

    @cached_property
    def _ours(self) -> NDArray[np.bool_]:
        return np.array([name != self.out_of_scope for name in self.heads.classes])

    def save(self, folder: Path) -> None:
        """Write everything learnt into `folder`."""
        self.heads.save(folder, _FILES)
        (folder / f"{_FILES}.scope.txt").write_text(self.out_of_scope, "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Return what `save` wrote."""
        scope = (folder / f"{_FILES}.scope.txt").read_text("utf-8")
        return cls(TwoHeads.load(folder, _FILES), scope)
