"""Training lines with what all others say of each, which is kept until a line changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.least_squares import Floats
from workbench.findings.evidence import SETTINGS, Evidence
from workbench.findings.oddity import oddity
from workbench.findings.vectors import Vectors, line_vectors
from workbench.nlu.examples import Example


@dataclass(frozen=True)
class LeftOut:
    """`own`: the intent under which each line stands; `evidence`: what all others say of it."""

    examples: tuple[Example, ...]
    intents: tuple[str, ...]
    own: NDArray[np.intp]
    vectors: Vectors
    evidence: Evidence

    @classmethod
    def of(cls, examples: Sequence[Example], folder: Path) -> LeftOut:
        """Look at all lines; vectors and the result are kept in `folder`."""
        intents, own = np.unique([example.intent for example in examples], return_inverse=True)
        vectors = line_vectors([example.text for example in examples], folder)
        names = tuple(str(intent) for intent in intents)
        found = _kept_or_made(examples, vectors, own, folder)
        return cls(tuple(examples), names, own.astype(np.intp), vectors, found)

    @cached_property
    def probabilities(self) -> Floats:
        """The intents' probabilities of each line by all others, shape (lines, intents)."""
        return self.evidence.probabilities

    @property
    def likely(self) -> NDArray[np.intp]:
        """The likeliest intent of each line."""
        return np.asarray(self.probabilities.argmax(axis=1), dtype=np.intp)

    def oddity(self) -> Floats:
        """How odd it is that each line stands under its intent."""
        return oddity(self.evidence, self.own)

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


def _kept_or_made(examples: Sequence[Example], vectors: Vectors, own: NDArray[np.intp], folder: Path) -> Evidence:
    told = "\n".join(f"{example.language}\t{example.intent}\t{example.text}" for example in examples)
    digest = hashlib.sha256("\n".join((SETTINGS, told)).encode("utf-8", "replace")).hexdigest()[:16]
    file = folder / f"left-out-{digest}.npy"
    try:
        return Evidence(np.load(file, allow_pickle=False))
    except (OSError, ValueError):
        found = Evidence.of([example.text for example in examples], vectors, own)
        _keep(file, found)
        return found


def _keep(file: Path, found: Evidence) -> None:
    for old in file.parent.glob("left-out-*.npy"):
        old.unlink(missing_ok=True)
    part = file.with_name(f".left-out.{os.getpid()}.npy")
    np.save(part, found.ways)
    part.replace(file)
