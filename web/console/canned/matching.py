"""Finds kept replies by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policy_kb.language.stems import fold, stems
from web.console.canned.pair import Pair
from web.language import LANGUAGES

MOST_FOUND = 5
# Of the words that mean something, so many must be in a reply.
LEAST_SHARE = 0.5
_WORD = re.compile(r"[^\W_]+")


def matching(pairs: Sequence[Pair], words: str) -> list[Pair]:
    """The replies with most of `words` in title or text, in either language; the last word may be half typed."""
    if not words:
        return list(pairs)
    scored = [(_score(pair, words), pair) for pair in pairs]
    likely = [(score, pair) for score, pair in scored if score[0] >= LEAST_SHARE]
    likely.sort(key=lambda item: item[0], reverse=True)
    return [pair for _, pair in likely[:MOST_FOUND]]


def _score(pair: Pair, words: str) -> tuple[float, float]:
    """The share of the words that are anywhere in it, and of those in its title."""
    everything = " ".join((pair.texts.title, pair.texts.it, pair.texts.en))
    return _share(words, everything), _share(words, pair.texts.title)


def _share(words: str, text: str) -> float:
    """The greater share in either language: a stem of the text, or the beginning of one of its words."""
    begun = set(_WORD.findall(fold(text)))
    return max(_share_in([*stems(words, language)], {*stems(text, language)} | begun) for language in LANGUAGES)


def _share_in(asked: Sequence[str], there: set[str]) -> float:
    hits = sum(any(word.startswith(stem) for word in there) for stem in asked)
    return hits / len(asked) if asked else 0.0
