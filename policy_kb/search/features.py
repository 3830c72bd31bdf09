"""Sparse features of a text: TF-IDF of character n-grams within words and of words, for the sparse head.

Weights follow Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988, with sublinear term
frequency; characters make them robust to typing errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from policy_kb.language.stems import fold

# The blocks: what is counted, and runs of how many.
_BLOCKS: dict[str, tuple[str, tuple[int, int]]] = {"characters": ("char_wb", (2, 5)), "words": ("word", (1, 2))}
# With so many texts, a term that stands in one only teaches nothing and costs time.
_MANY_TEXTS = 200


@dataclass(frozen=True)
class TextFeatures:
    """Fitted vectorizers, by block."""

    blocks: dict[str, TfidfVectorizer]

    @classmethod
    def fitted_on(cls, texts: Sequence[str]) -> TextFeatures:
        """Learns terms and weights from `texts`."""
        rarest = 2 if len(texts) >= _MANY_TEXTS else 1
        return cls({name: _vectorizer(name, rarest=rarest).fit(texts) for name in _BLOCKS})

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """One row of features a text, the blocks side by side."""
        return hstack([vectorizer.transform(texts) for vectorizer in self.blocks.values()], format="csr")

    def state(self) -> dict[str, npt.NDArray[Any]]:
        """What was learned, as plain arrays."""
        arrays: dict[str, npt.NDArray[Any]] = {}
        for name, vectorizer in self.blocks.items():
            terms = "\n".join(vectorizer.get_feature_names_out().tolist())
            arrays[f"{name}_terms"] = np.frombuffer(terms.encode(), dtype=np.uint8)
            arrays[f"{name}_idf"] = vectorizer.idf_.astype(np.float32)
        return arrays

    @classmethod
    def from_state(cls, arrays: dict[str, npt.NDArray[Any]]) -> TextFeatures:
        """The features that `state` told of."""
        blocks = {}
        for name in _BLOCKS:
            terms = arrays[f"{name}_terms"].tobytes().decode().split("\n")
            blocks[name] = _vectorizer(name, {term: index for index, term in enumerate(terms)})
            blocks[name].idf_ = arrays[f"{name}_idf"]
        return cls(blocks)


def _vectorizer(block: str, vocabulary: dict[str, int] | None = None, rarest: int = 1) -> TfidfVectorizer:
    analyzer, span = _BLOCKS[block]
    return TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=span,
        sublinear_tf=True,
        preprocessor=fold,
        token_pattern=r"(?u)\b\w+\b" if analyzer == "word" else None,
        vocabulary=vocabulary,
        min_df=rarest,
        dtype=np.float32,
    )
