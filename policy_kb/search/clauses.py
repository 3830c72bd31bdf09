"""Chooses the clauses of a revision that fit a question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from policy_kb.bilingual import Language
from policy_kb.language.stems import stems
from policy_kb.tables import Clause

# One word alone may stand in a clause by chance.
LEAST_SHARED = 2
# What shared words add to a cosine, at most.
WORDS_WEIGHT = 0.05


def best_clauses(
    question: str, clauses: Sequence[Clause], language: Language, alike: Sequence[float] | None = None
) -> list[Clause]:
    """The clauses that fit `question`, best first: those that share words with it, or all by how alike they mean.

    A word that every clause has counts nothing: scores are inverse document frequencies within the revision
    (K. Spärck Jones, 1972), damped by clause length. `alike` are cosines of the question and each clause, where there
    is an encoder; words then only tell apart what means the same (`benchmarks/clauses.py`).
    """
    words = shared_words(question, clauses, language)
    meant = list(alike) if alike is not None else [0.0] * len(words)
    most = max(words, default=0.0) or 1.0
    scores = [
        cosine + (WORDS_WEIGHT if alike is not None else 1.0) * word / most
        for cosine, word in zip(meant, words, strict=True)
    ]
    ranked = sorted(zip(scores, words, clauses, strict=True), key=lambda item: (-item[0], item[2].position))
    return [clause for _, word, clause in ranked if word > 0 or alike is not None]


def shared_words(question: str, clauses: Sequence[Clause], language: Language) -> list[float]:
    """How much the words that each clause shares with `question` tell of it; 0 where it shares none."""
    texts = [stems(clause.text.in_language(language), language) for clause in clauses]
    spread = Counter(stem for text in texts for stem in set(text))
    asked = set(stems(question, language))
    return [_score(asked, text, spread, len(texts)) for text in texts]


def is_covered(question: str, clause: Clause, language: Language) -> bool:
    """Whether `clause` has most of the words of `question`, and more than one."""
    asked = set(stems(question, language))
    shared = asked & set(stems(clause.text.in_language(language), language))
    return len(shared) >= LEAST_SHARED and 2 * len(shared) > len(asked)


def _score(asked: set[str], text: list[str], spread: Counter[str], size: int) -> float:
    shared = asked & set(text)
    return sum(math.log((size + 1) / (spread[stem] + 0.5)) for stem in shared) / math.sqrt(len(text) or 1)
