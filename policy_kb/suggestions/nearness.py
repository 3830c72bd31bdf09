"""How near texts of the rules are to what a customer asks: cosines of sentence vectors, from -1 to 1.

Both languages of a text are compared, as what both say is steadier than what one says. Without an encoder, the share
of words in common stands in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from policy_kb.answer.composer import Composer
from policy_kb.bilingual import LANGUAGES, Bilingual, Language
from policy_kb.language.stems import stems

Nearness = NDArray[np.float32]
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")


def near(composer: Composer, asked: str, texts: Sequence[Bilingual], language: Language) -> Nearness:
    """How near each text as a whole is, shape (texts,)."""
    return np.asarray(near_each(composer, [asked], texts, language)[:, 0])


def near_each(composer: Composer, asked: Sequence[str], texts: Sequence[Bilingual], language: Language) -> Nearness:
    """How near each text as a whole is to each of `asked`, shape (texts, asked)."""
    return _nearest_piece(composer, asked, [[[text.it], [text.en]] for text in texts], language)


def near_in_a_sentence(
    composer: Composer, asked: Sequence[str], texts: Sequence[Bilingual], language: Language
) -> Nearness:
    """How near the nearest sentence of each text is to each of `asked`, shape (texts, asked)."""
    pieces = [[sentences(text.it), sentences(text.en)] for text in texts]
    return _nearest_piece(composer, asked, pieces, language)


def sentences(text: str) -> list[str]:
    """The sentences of a text; what stands after a colon counts as one of its own."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()] or [text]


def _nearest_piece(
    composer: Composer, asked: Sequence[str], pieces: Sequence[Sequence[Sequence[str]]], language: Language
) -> Nearness:
    """`pieces` are those of each text in each language; the nearest of each counts, shape (texts, asked)."""
    flat = tuple(piece for text in pieces for version in text for piece in version)
    if not flat:
        return np.zeros((0, len(asked)), dtype=np.float32)
    found = composer.vectors(asked, flat)
    cosines = _by_words(asked, flat, language) if found is None else found[1] @ found[0].T
    begins = np.cumsum([0, *(len(version) for text in pieces for version in text)])[:-1]
    nearest: Nearness = np.maximum.reduceat(cosines, begins, axis=0).reshape(len(pieces), len(LANGUAGES), -1)
    return np.asarray(nearest.mean(axis=1) if found is not None else nearest.max(axis=1))


def _by_words(asked: Sequence[str], texts: Sequence[str], language: Language) -> Nearness:
    """The cosine of the sets of words."""
    left = [set(stems(text, language)) for text in texts]
    right = [set(stems(text, language)) for text in asked]
    shares = [[len(a & b) / math.sqrt(len(a) * len(b) or 1) for b in right] for a in left]
    return np.asarray(shares, dtype=np.float32)
