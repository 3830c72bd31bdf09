"""Sparse features of a text: TF-IDF of character n-grams within words and of words, for the sparse head.

Weights follow Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988, with sublinear term
frequency; characters make them robust to typing errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from policy_kb.language.stems import fold

Floats = npt.NDArray[np.float32]


def new_features() -> FeatureUnion:
    """Unfitted features: characters 2-5 and words 1-2."""
    return FeatureUnion([("characters", _vectorizer("char_wb", (2, 5))), ("words", _vectorizer("word", (1, 2)))])


def _vectorizer(analyzer: Any, span: tuple[int, int], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=span,
        sublinear_tf=True,
        preprocessor=fold,
        token_pattern=r"(?u)\b\w+\b" if analyzer == "word" else None,
        vocabulary=vocabulary,
        dtype=np.float32,
    )


def features_state(features: FeatureUnion) -> dict[str, npt.NDArray[Any]]:
    """What a fitted union learned, as plain arrays: the terms of each vectorizer and their weights."""
    state: dict[str, npt.NDArray[Any]] = {}
    for name, vectorizer in features.transformer_list:
        terms: Sequence[str] = vectorizer.get_feature_names_out().tolist()
        state[f"{name}_terms"] = np.array("\n".join(terms).encode())
        state[f"{name}_idf"] = vectorizer.idf_.astype(np.float32)
    return state


def restored_features(state: dict[str, npt.NDArray[Any]]) -> FeatureUnion:
    """The union that `features_state` told of."""
    union = []
    for name, analyzer, span in (("characters", "char_wb", (2, 5)), ("words", "word", (1, 2))):
        terms = bytes(state[f"{name}_terms"].item()).decode().split("\n")
        vectorizer = _vectorizer(analyzer, span, {term: index for index, term in enumerate(terms)})
        vectorizer.idf_ = state[f"{name}_idf"]
        union.append((name, vectorizer))
    return FeatureUnion(union)
