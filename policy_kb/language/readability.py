"""How easy a text is to read: Gulpease for Italian, Flesch reading ease for English.

Sources: P. Lucisano, M. E. Piemontese, "GULPEASE: una formula per la predizione della difficoltà dei testi in
lingua italiana", Scuola e città 3, 1988; R. Flesch, "A new readability yardstick", Journal of Applied
Psychology 32, 1948. Both grow with ease, about 0 to 100.
"""

from __future__ import annotations

import re

from policy_kb.bilingual import Language

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»”')]*\s+|\n+")
# A full stop after these does not end a sentence: of the second only before a number, of the third only where the
# text goes on in small letters.
_ABBREVIATION = re.compile(
    r"\b(?:(?:art|artt|es|sig|sigg|dott|tel|pag|par|cfr|vs|mr|mrs|ms|dr|e\.g|i\.e|d\.lgs|d\.p\.r|d\.m)\."
    r"|(?:n|nr|no|l)\.(?=\s+\d)|(?:ecc|etc|s\.p\.a)\.(?=\s+(?-i:[^\W\d_A-ZÀ-Ü])))\s+",
    re.IGNORECASE,
)
# Stands for the space after an abbreviation while a text is cut into sentences.
_JOINER = "\u2060"
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
# Endings whose "e" is not spoken, and one that is ("table", "little").
_SILENT_ENDING = re.compile(r"(?:[^laeiouytd]e|[^aeiouytd]ed|[^aeiouylsczgxh]es|[aeiouy]le|[aeiouy][td]e)$")
_SPLIT_VOWELS = re.compile(
    r"(?:ia(?!n(?!ce)|l\b)|io(?!n|us)|(?<!p)eo(?!n|us)|(?<![qg])ua(?!r)|[aeiouy]ing$|iet|ism$|ea$|crea|scien|ier$|iest$)"
)


def sentences(text: str) -> list[str]:
    """The sentences of `text`, without empty ones."""
    joined = _ABBREVIATION.sub(lambda match: match.group(0).rstrip() + _JOINER, text)
    pieces = (piece.replace(_JOINER, " ").strip() for piece in _SENTENCE_END.split(joined))
    return [piece for piece in pieces if _WORD.search(piece)]


def words(text: str) -> list[str]:
    """The words of `text`; a number is a word, an Italian elision is two."""
    return _WORD.findall(text)


def gulpease(text: str) -> float:
    """Gulpease index of an Italian text, 0 to 100; an empty text is 100."""
    tokens = words(text)
    if not tokens:
        return 100.0
    letters = sum(len(token) for token in tokens)
    value = 89 + (300 * len(sentences(text)) - 10 * letters) / len(tokens)
    return max(0.0, min(100.0, value))


def syllables(word: str) -> int:
    """About how many syllables an English word has (a rule of thumb; at least 1)."""
    lower = word.lower()
    if not lower.isalpha():
        return 1
    count = len(_ENGLISH_VOWELS.findall(lower)) + len(_SPLIT_VOWELS.findall(lower))
    if len(lower) > 2 and _SILENT_ENDING.search(lower):
        count -= 1
    return max(1, count)


def flesch(text: str) -> float:
    """Flesch reading ease of an English text, 0 to 100; an empty text is 100."""
    tokens = words(text)
    if not tokens:
        return 100.0
    per_sentence = len(tokens) / max(1, len(sentences(text)))
    per_word = sum(syllables(token) for token in tokens) / len(tokens)
    return max(0.0, min(100.0, 206.835 - 1.015 * per_sentence - 84.6 * per_word))


def reading_ease(text: str, language: Language) -> float:
    """The language's own measure of `text`: Gulpease or Flesch."""
    return gulpease(text) if language == "it" else flesch(text)


def longest_sentence(text: str) -> int:
    """Words in the longest sentence of `text`."""
    return max((len(words(sentence)) for sentence in sentences(text)), default=0)
