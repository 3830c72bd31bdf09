"""Words of a text as Snowball stems, without the words that mean nothing to a search.

Source: M. F. Porter, "Snowball: a language for stemming algorithms", 2001 (`snowballstemmer`). Accents are folded
first, since people leave them out; an Italian elision counts as two words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

import snowballstemmer
import yaml

from policy_kb.bilingual import Language

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_NAMES = {"it": "italian", "en": "english"}
# A word longer than this is noise, and Snowball's cost grows with it.
MAX_WORD = 40


def fold(text: str) -> str:
    """`text` in lower case and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def stems(text: str, language: Language) -> list[str]:
    """The stems of `text` in order, stop words left out; empty where nothing but stop words stands."""
    return list(_stems(text, language))


# A turn asks for the stems of its message many times over, and for those of a policy's clauses every time.
@lru_cache(maxsize=2_000)
def _stems(text: str, language: Language) -> tuple[str, ...]:
    found = (_stem(word, language) for word in _WORD.findall(fold(text)) if len(word) <= MAX_WORD)
    return tuple(stem for stem in found if stem)


@lru_cache(maxsize=50_000)
def _stem(word: str, language: Language) -> str:
    """The stem of a folded word, or an empty text for a stop word."""
    if word in stop_words(language):
        return ""
    return str(snowballstemmer.stemmer(_NAMES[language]).stemWord(word))


@lru_cache(maxsize=2)
def stop_words(language: Language) -> frozenset[str]:
    """The stop words of `language`, folded."""
    source = resources.files("policy_kb.language").joinpath("stopwords.yml").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in str(yaml.safe_load(source)[language]).split())
