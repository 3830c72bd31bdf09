"""Finds the word of a company's rules that a text speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from operator import eq

from policy_kb.bilingual import Language
from policy_kb.language.readability import words
from policy_kb.language.stems import fold, stems
from policy_kb.tables import GlossaryTerm

# Words of so many letters are known in spite of one wrong letter; shorter ones would be taken for others.
LONG_WORD = 6
# So short a name (TAN, PEC, SDI) has no endings.
ACRONYM = 3

# A folded word and its stem; a stop word has none.
Word = tuple[str, str]


def find_term(text: str, terms: Sequence[GlossaryTerm], language: Language) -> GlossaryTerm | None:
    """The term whose longest name stands in `text`; None where none does.

    The most words make the longest name; of two with as many words that which stands there letter by letter, then the
    one with more letters, then the first of `terms`.

    Names stand there as whole words in their order; case, accents and, but for stop words, endings do not count. A
    word of six letters or more may have one wrong, missing, further or swapped letter, but not its first: people get
    that right, and another first letter often makes another word. A name of stop words alone is never found.
    """
    spoken = _words(text, language)
    longest, found = (0, 0, 0), None
    for term in terms:
        for name in term.names_it if language == "it" else term.names_en:
            named = _words(name, language)
            exact = _exact_words(named, spoken)
            length = (len(named), exact or 0, len(name))
            if exact is not None and length > longest:
                longest, found = length, term
    return found


def _words(text: str, language: Language) -> list[Word]:
    return [(word, "".join(stems(word, language))) for word in words(fold(text))]


def _exact_words(named: list[Word], spoken: list[Word]) -> int | None:
    """How many of the words `named` stand letter by letter where they stand at all; None where they do not."""
    windows = (spoken[start : start + len(named)] for start in range(len(spoken) - len(named) + 1))
    found = [window for window in windows if all(map(_same, named, window))] if any(stem for _, stem in named) else []
    return max((sum(map(eq, named, window)) for window in found), default=None)


def _same(name: Word, said: Word) -> bool:
    if len(name[0]) <= ACRONYM or not name[1]:
        return name[0] == said[0]
    return name[1] == said[1] or _one_letter_off(name[0], said[0])


def _one_letter_off(name: str, said: str) -> bool:
    if len(name) < LONG_WORD or name[0] != said[0] or abs(len(name) - len(said)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(name, said, strict=False)) if a != b), min(len(name), len(said)))
    rest, other = name[same:], said[same:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other or rest == other[1:] or rest[1:] == other[1:]
