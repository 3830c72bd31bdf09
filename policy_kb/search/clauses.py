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


def best_clauses(question: str, clauses: Sequence[Clause], language: Language) -> list[Clause]:
    """The clauses that share words with `question`, best first; a word that every clause has counts nothing.

    Scores are inverse document frequencies within the revision (K. Spärck Jones, 1972), damped by clause length.
    """
    texts = [stems(clause.text.in_language(language), language) for clause in clauses]
    spread = Counter(stem for text in texts for stem in set(text))
    asked = set(stems(question, language))
    scores = [_score(asked, text, spread, len(texts)) for text in texts]
    ranked = sorted(zip(scores, clauses, strict=True), key=lambda pair: (-pair[0], pair[1].position))
    return [clause for score, clause in ranked if score > 0]


def is_covered(question: str, clause: Clause, language: Language) -> bool:
    """Whether `clause` has most of the words of `question`, and more than one."""
    asked = set(stems(question, language))
    shared = asked & set(stems(clause.text.in_language(language), language))
    return len(shared) >= LEAST_SHARED and 2 * len(shared) > len(asked)


def _score(asked: set[str], text: list[str], spread: Counter[str], size: int) -> float:
    shared = asked & set(text)
    return sum(math.log((size + 1) / (spread[stem] + 0.5)) for stem in shared) / math.sqrt(len(text) or 1)
