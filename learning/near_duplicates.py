"""Finds lines that say nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from learning.text import flatten

_ROWS = 500
_SIGNS = re.compile(r"[^\w\s]+")


@dataclass(frozen=True)
class NearDuplicate:
    """Line `second` is nearly the same as `first`, which stands before it; `cosine` up to 1 for the very same."""

    first: int
    second: int
    cosine: float


def _words_alone(text: str) -> str:
    return _SIGNS.sub(" ", flatten(text))


def near_duplicates(texts: Sequence[str], least: float) -> Iterator[NearDuplicate]:
    """Yield each text that is at least this much like an earlier one, with the one it is most like.

    Likeness is the cosine of TF-IDF weighted runs of 3 and 4 characters within words, in folded form and without signs.
    """
    if sum(bool(_words_alone(text).strip()) for text in texts) < 2:
        return
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), preprocessor=_words_alone, sublinear_tf=True, dtype=np.float32
    )
    rows = vectorizer.fit_transform(texts)
    across = rows.T.tocsr()
    for start in range(0, len(texts), _ROWS):
        block = (rows[start : start + _ROWS] @ across).tocsr()
        for offset in range(block.shape[0]):
            second = start + offset
            found = block[offset]
            earlier = found.indices < second
            if not earlier.any():
                continue
            best = int(found.data[earlier].argmax())
            cosine = float(found.data[earlier][best])
            if cosine >= least:
                yield NearDuplicate(int(found.indices[earlier][best]), second, cosine)
