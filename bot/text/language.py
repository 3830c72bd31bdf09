"""Tells Italian from English by bytes and by telling words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from learning.text import tidy, without_accents

Language = Literal["it", "en"]

_WORDS_FILE = Path(__file__).parent.parent / "resources" / "language_words.yml"
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\S+\.(?:com|it|net|org|example)\b", re.IGNORECASE)
_SHORTEST_ENDING_WORD = 5
_WORD_WEIGHT = 1.5
_ENDING_WEIGHT = 0.5
_BYTES_WEIGHT = 0.12
_MOST_BYTES_EVIDENCE = 4.0
_CERTAIN_EVIDENCE = 2.5
_CERTAIN_WORDS = 2


@dataclass(frozen=True)
class Reading:
    """`language` is None where a text tells nothing; `certain` where it is long enough to tell."""

    language: Language | None
    certain: bool


@dataclass(frozen=True)
class TellingWords:
    """Words, and endings of longer words, that belong to one language only."""

    words: frozenset[str]
    endings: tuple[str, ...]

    def evidence(self, words: list[str]) -> float:
        """Return the summed weight of `words` for this language."""
        return sum(self._weight(word) for word in words)

    def _weight(self, word: str) -> float:
        if word in self.words:
            return _WORD_WEIGHT
        has_ending = len(word) >= _SHORTEST_ENDING_WORD and word.endswith(self.endings)
        return _ENDING_WEIGHT if has_ending else 0.0


class LanguageReader:
    """Adds up two kinds of evidence, positive for Italian.

    py3langid, a multinomial naive Bayes over bytes (Lui and Baldwin, *langid.py*, 2012) restricted to the
    two languages, without its prior; and a vote of telling words, which carries mixed and short texts.
    """

    def __init__(self, identifier: LanguageIdentifier, italian: TellingWords, english: TellingWords) -> None:
        self._identifier = identifier
        self._italian = italian
        self._english = english
        self._prior = self._raw_log_odds("")

    def read(self, text: str) -> Reading:
        """Return the language that a text is written in."""
        plain = _ADDRESS.sub(" ", tidy(text)).lower()
        words = _WORD.findall(without_accents(plain))
        evidence = self._evidence(plain, words)
        if evidence == 0:
            return Reading(None, False)
        certain = len(words) >= _CERTAIN_WORDS and abs(evidence) >= _CERTAIN_EVIDENCE
        return Reading("it" if evidence > 0 else "en", certain)

    def _evidence(self, plain: str, words: list[str]) -> float:
        if not words:
            return 0.0
        bytes_evidence = _BYTES_WEIGHT * (self._raw_log_odds(plain) - self._prior)
        limited = min(_MOST_BYTES_EVIDENCE, max(-_MOST_BYTES_EVIDENCE, bytes_evidence))
        return limited + self._italian.evidence(words) - self._english.evidence(words)

    def _raw_log_odds(self, plain: str) -> float:
        scores = dict(self._identifier.rank(plain))
        return float(scores["it"]) - float(scores["en"])


@lru_cache(maxsize=1)
def shared_reader() -> LanguageReader:
    """Return this process's reader; loading py3langid's tables takes half a second."""
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE)
    identifier.set_languages(["it", "en"])
    content = yaml.safe_load(_WORDS_FILE.read_text("utf-8"))
    return LanguageReader(identifier, _telling(content["it"]), _telling(content["en"]))


def _telling(content: dict[str, Any]) -> TellingWords:
    return TellingWords(frozenset(content["words"]), tuple(content["endings"]))
