"""TF-IDF features of characters and words that can be kept without pickling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from learning.term_table import TermTable
from learning.text import flatten

Row: TypeAlias = tuple[NDArray[np.intp], NDArray[np.float32]]

# The blocks: what is counted, and runs of how many.
_BLOCKS: dict[str, tuple[str, tuple[int, int]]] = {"characters": ("char_wb", (2, 5)), "words": ("word", (1, 2))}
_ENOUGH_TEXTS = 200
_REMEMBERED = 8
_WORD = r"(?u)\b\w+\b"


@dataclass(frozen=True)
class TfidfFeatures:
    """Characters 2 to 5 within words beside words 1 to 2, each TF-IDF weighted to unit length.

    scikit-learn's `TfidfVectorizer` with sublinear term frequencies (G. Salton, C. Buckley, "Term-weighting approaches
    in automatic text retrieval", 1988). Terms seen in one text only are left out once there are texts enough: they
    cost time and teach nothing.
    """

    blocks: dict[str, TfidfVectorizer]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> TfidfFeatures:
        """Learn terms and weights from `texts`."""
        rarest = 2 if len(texts) >= _ENOUGH_TEXTS else 1
        # Rebuilt from what is kept, so that a loaded copy says the same to the last bit.
        return cls.from_state(cls({name: _vectorizer(name, rarest=rarest).fit(texts) for name in _BLOCKS}).state())

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row of features a text, shape (texts, features); an empty text gets zeros."""
        return hstack([block.transform(texts) for block in self.blocks.values()], format="csr", dtype=np.float32)

    def row(self, text: str) -> Row:
        """Return one text's features as (places, weights): what `transform` says, at a fifth of its cost.

        The last texts' rows are remembered, since several readings of a message ask for the same one; nobody may
        write into them.
        """
        return self._rows(text)

    @cached_property
    def _rows(self) -> Callable[[str], Row]:
        return lru_cache(maxsize=_REMEMBERED)(self._reckoned)

    def _reckoned(self, text: str) -> Row:
        places, weights, before = [], [], 0
        for name, block in self.blocks.items():
            terms, times = _counted(name, text)
            known, found = self._tables[name].find(terms)
            weighted = (1.0 + np.log(times[known])) * self._idf[name][found]
            places.append(found + before)
            weights.append(weighted / (np.linalg.norm(weighted) or 1.0))
            before += len(block.vocabulary)
        row = np.concatenate(places), np.asarray(np.concatenate(weights), dtype=np.float32)
        for array in row:
            array.setflags(write=False)
        return row

    @cached_property
    def _idf(self) -> dict[str, NDArray[np.float32]]:
        # Older releases reckon it anew at each look.
        return {name: np.asarray(block.idf_, dtype=np.float32) for name, block in self.blocks.items()}

    @cached_property
    def _tables(self) -> dict[str, TermTable]:
        return {name: TermTable.of(block.vocabulary) for name, block in self.blocks.items()}

    def known_share(self, text: str) -> float:
        """Return the share, 0 to 1, of the text's words that were seen in the texts learnt from."""
        known = self.blocks["words"].vocabulary
        words = _words(text)
        return sum(word in known for word in words) / len(words) if words else 0.0

    def state(self) -> dict[str, NDArray[Any]]:
        """Return what was learnt as plain arrays."""
        arrays: dict[str, NDArray[Any]] = {}
        for name, vectorizer in self.blocks.items():
            terms = "\n".join(vectorizer.get_feature_names_out().tolist())
            arrays[f"{name}_terms"] = np.frombuffer(terms.encode(), dtype=np.uint8)
            arrays[f"{name}_idf"] = vectorizer.idf_.astype(np.float32)
        return arrays

    @classmethod
    def from_state(cls, arrays: Mapping[str, NDArray[Any]]) -> TfidfFeatures:
        """Return the features that `state` told of."""
        return cls({name: _restored(name, arrays) for name in _BLOCKS})


@lru_cache(maxsize=64)
def _counted(block: str, text: str) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Return the text's runs and how often it has each; remembered, since several models read the same message."""
    counts = Counter(_analyzer(block)(text))
    return tuple(counts), np.fromiter(counts.values(), dtype=np.float32, count=len(counts))


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(_WORD, flatten(text)))


@lru_cache(maxsize=len(_BLOCKS))
def _analyzer(block: str) -> Callable[[str], list[str]]:
    analyzer: Callable[[str], list[str]] = _vectorizer(block).build_analyzer()
    return analyzer


def _restored(block: str, arrays: Mapping[str, NDArray[Any]]) -> TfidfVectorizer:
    terms = arrays[f"{block}_terms"].tobytes().decode().split("\n")
    vectorizer = _vectorizer(block, {term: index for index, term in enumerate(terms)})
    vectorizer.idf_ = arrays[f"{block}_idf"]
    return vectorizer


def _vectorizer(block: str, vocabulary: dict[str, int] | None = None, rarest: int = 1) -> TfidfVectorizer:
    analyzer, span = _BLOCKS[block]
    return TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=span,
        sublinear_tf=True,
        preprocessor=flatten,
        token_pattern=_WORD if analyzer == "word" else None,
        vocabulary=vocabulary,
        min_df=rarest,
        dtype=np.float32,
    )
