"""What a search found, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decision = Literal["answer", "ask", "do_not_know"]


@dataclass(frozen=True)
class Candidate:
    """An article that may be meant; `probability` among all articles, given that one is meant."""

    policy_id: str
    probability: float
    full_text_score: float


@dataclass(frozen=True)
class SearchResult:
    """`decision`: answer the first candidate, ask which of them (2-4), or say that nothing is known.

    `in_scope` is the probability that any policy governs the question.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    in_scope: float
