"""Groups by likeness, made as items come in: each joins the nearest group of its language, or begins one.

Leader clustering (Hartigan, *Clustering Algorithms*, 1975): a group is known by its first item, so that nothing is ever
grouped anew and a new item costs one product of a matrix and a vector.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from learning.encoder import DIMENSIONS
from web.workbench.review.records import Vector

# Cosine of two sentence vectors from which on one decision is likely to fit both; chosen on pairs of training lines.
LIKE = 0.72
# Groups that began before the last so many of a language are not joined any more, which bounds memory and time.
REMEMBERED = 4000


class Likeness:
    """The latest groups of each language, by the vector that each began with."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._ids: dict[str, list[int]] = {}
        self._vectors: dict[str, Vector] = {}
        self.newest = 0

    def nearest(self, language: str, vector: Vector) -> int | None:
        """The group that a message belongs to; None where it is like none."""
        ids = self._ids.get(language)
        if not ids:
            return None
        likeness = self._vectors[language][: len(ids)] @ vector
        best = int(np.argmax(likeness))
        return ids[best] if likeness[best] >= LIKE else None

    def begin(self, groups: Iterable[tuple[int, str, Vector]]) -> None:
        """Remember groups: id, language and vector of the item that each began with, in order of their ids."""
        for group_id, language, vector in groups:
            ids = self._ids.setdefault(language, [])
            self._room(language, len(ids))
            self._vectors[language][len(ids)] = vector
            ids.append(group_id)
            self.newest = max(self.newest, group_id)

    def forget(self) -> None:
        """Know nothing: what was remembered may not have been kept."""
        self._ids, self._vectors, self.newest = {}, {}, 0

    def _room(self, language: str, taken: int) -> None:
        vectors = self._vectors.get(language)
        if vectors is None:
            self._vectors[language] = np.zeros((64, DIMENSIONS), dtype=np.float32)
        elif taken >= 2 * self._remembered:
            self._ids[language][:] = self._ids[language][-self._remembered :]
            vectors[: self._remembered] = vectors[taken - self._remembered : taken].copy()
        elif taken == len(vectors):
            self._vectors[language] = np.concatenate([vectors, np.zeros_like(vectors)])
