"""Finds the places of many terms at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class TermTable:
    """The hashes of all terms, sorted, with the places of their terms.

    A dictionary of tens of thousands of strings is spread over many megabytes, and each look into it waits for memory
    several times; the hashes are some hundred kilobytes in one piece. Two different terms of one 64-bit hash are taken
    for the same: with a hundred thousand terms it happens once in some 10^14 looks.
    """

    hashes: NDArray[np.int64]
    places: NDArray[np.intp]

    @classmethod
    def of(cls, vocabulary: Mapping[str, int]) -> TermTable:
        """Return the table of a vocabulary, one term or more with their places. It holds for this process only."""
        hashes = np.fromiter(map(hash, vocabulary), dtype=np.int64, count=len(vocabulary))
        order = np.argsort(hashes, kind="stable")
        places = np.fromiter(vocabulary.values(), dtype=np.intp, count=len(vocabulary))
        return cls(hashes[order], places[order])

    def find(self, terms: Collection[str]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Return which of `terms` are known, shape (terms), and the places of those, shape (known terms)."""
        wanted = np.fromiter(map(hash, terms), dtype=np.int64, count=len(terms))
        found = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        known = self.hashes[found] == wanted
        return known, self.places[found[known]]
