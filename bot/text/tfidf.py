"""TF-IDF features of characters and words that can be saved without pickling."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.text.normaliser import flatten

_ENOUGH_TEXTS = 200
_WORD = r"(?u)\b\w+\b"


class TfidfFeatures:
    """Characters 2 to 4 within words beside words 1 to 2, each TF-IDF weighted to unit length.

    Terms seen in one text only are left out once there are texts enough: they cost time and teach nothing.

    The two blocks are scikit-learn's `TfidfVectorizer` with sublinear term frequencies (Salton and Buckley,
    1988). What is kept on disk is the vocabulary as JSON and the weights as a NumPy array.
    """

    def __init__(self, characters: TfidfVectorizer, words: TfidfVectorizer) -> None:
        self._blocks = (characters, words)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "TfidfFeatures":
        """Learn vocabulary and weights from `texts`."""
        rarest = 2 if len(texts) >= _ENOUGH_TEXTS else 1
        characters = _characters(rarest=rarest).fit(texts)
        words = _words(rarest=rarest).fit(texts)
        # Rebuilt from what is saved, so that a loaded copy says the same to the last bit.
        return cls(
            _restored(_characters(_ordered_terms(characters)), characters.idf_),
            _restored(_words(_ordered_terms(words)), words.idf_),
        )

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row of features a text, shape (texts, features); an empty text gets zeros."""
        return hstack([block.transform(texts) for block in self._blocks], format="csr", dtype=np.float32)

    def save(self, folder: Path, name: str) -> None:
        """Write `<name>.vocabulary.json` and `<name>.idf.npz` into `folder`."""
        vocabularies = [_ordered_terms(block) for block in self._blocks]
        vocabulary_file(folder, name).write_text(json.dumps(vocabularies, ensure_ascii=False), "utf-8")
        np.savez(weights_file(folder, name), *[block.idf_ for block in self._blocks])

    @classmethod
    def load(cls, folder: Path, name: str) -> "TfidfFeatures":
        """Return the features that `save` wrote."""
        characters, words = json.loads(vocabulary_file(folder, name).read_text("utf-8"))
        with np.load(weights_file(folder, name), allow_pickle=False) as weights:
            return cls(
                _restored(_characters(characters), weights["arr_0"]),
                _restored(_words(words), weights["arr_1"]),
            )


def vocabulary_file(folder: Path, name: str) -> Path:
    """Return where the terms lie."""
    return folder / f"{name}.vocabulary.json"


def weights_file(folder: Path, name: str) -> Path:
    """Return where the inverse document frequencies lie."""
    return folder / f"{name}.idf.npz"


def _characters(terms: Sequence[str] | None = None, rarest: int = 1) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), **_settings(terms, rarest))


def _words(terms: Sequence[str] | None = None, rarest: int = 1) -> TfidfVectorizer:
    return TfidfVectorizer(token_pattern=_WORD, ngram_range=(1, 2), **_settings(terms, rarest))


def _settings(terms: Sequence[str] | None, rarest: int) -> dict[str, Any]:
    return {
        "preprocessor": flatten,
        "sublinear_tf": True,
        "vocabulary": terms,
        "min_df": rarest,
        "dtype": np.float32,
    }


def _ordered_terms(vectorizer: TfidfVectorizer) -> list[str]:
    return [str(term) for term in vectorizer.get_feature_names_out()]


def _restored(vectorizer: TfidfVectorizer, weights: NDArray[np.float32]) -> TfidfVectorizer:
    vectorizer.idf_ = weights
    return vectorizer
