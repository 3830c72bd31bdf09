"""Puts full text and heads together, and decides: answer, ask which one, or say that nothing is known.

Log-probabilities are summed (a product of experts; G. Hinton, 2002) and sharpened or dulled by a factor fitted on
left-out questions. Full text adds up over the words of a question, so the scores of a long one are brought back to
those of a few words. Being in scope is decided apart, by the heads' class of questions that no policy governs: how
much of a question's wording full text found adds nothing to that (`benchmarks/fusion.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from policy_kb.search.full_text import Hit
from policy_kb.search.heads import NO_POLICY
from policy_kb.search.result import Candidate, Decision, SearchResult

MOST_ASKED = 4
MOST_CANDIDATES = 8


@dataclass(frozen=True)
class Settings:
    """The constants of `fusion.yml`."""

    full_text_temperature: dict[str, float]
    full_text_words: int
    sharpness: float
    least_in_scope: float
    sure_in_scope: float
    margin: float
    least_asked: float


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read once a process."""
    source = resources.files("policy_kb.search").joinpath("fusion.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(source)
    return Settings(**loaded)


def fuse(
    hits: list[Hit], log_probabilities: dict[str, float], policy_ids: frozenset[str], dialect: str, words: int = 0
) -> SearchResult:
    """Fuses full-text `hits` with the heads' `log_probabilities` by label.

    Only `policy_ids`, those in force, can be candidates; an empty `log_probabilities` leaves full text alone. `words`
    is how many different words full text was asked for.
    """
    temperature = settings().full_text_temperature[dialect] * max(1.0, words / settings().full_text_words)
    found = {hit.policy_id: hit.score for hit in hits if hit.policy_id in policy_ids}
    scores = {policy_id: score / temperature for policy_id, score in found.items()}
    if not log_probabilities:
        return _full_text_alone(scores)
    totals = {key: log_probabilities.get(key, _FLOOR) + scores.get(key, 0.0) for key in policy_ids}
    probabilities = softmax({key: total * settings().sharpness for key, total in totals.items()})
    candidates = _candidates(probabilities, scores)
    in_scope = 1.0 - softmax(log_probabilities).get(NO_POLICY, 0.0)
    return SearchResult(decide(candidates, in_scope), candidates, in_scope)


# The log-probability of an article that has no example question yet.
_FLOOR = -12.0


def softmax(scores: dict[str, float]) -> dict[str, float]:
    """Probabilities from log-scores."""
    top = max(scores.values(), default=0.0)
    powers = {key: math.exp(score - top) for key, score in scores.items()}
    total = sum(powers.values())
    return {key: power / total for key, power in powers.items()}


def _candidates(probabilities: dict[str, float], scores: dict[str, float]) -> tuple[Candidate, ...]:
    ranked = sorted(probabilities.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Candidate(key, value, scores.get(key, 0.0)) for key, value in ranked[:MOST_CANDIDATES])


def decide(candidates: tuple[Candidate, ...], in_scope: float) -> Decision:
    """What to do with these candidates, likeliest first."""
    if not candidates or in_scope < settings().least_in_scope:
        return "do_not_know"
    if len(candidates) == 1:  # nothing to choose from
        return "answer"
    is_clear = candidates[0].probability - candidates[1].probability >= settings().margin
    return "answer" if is_clear and in_scope >= settings().sure_in_scope else "ask"


def asked(result: SearchResult) -> tuple[Candidate, ...]:
    """The 2 to 4 candidates to ask about."""
    likely = [item for item in result.candidates[2:MOST_ASKED] if item.probability >= settings().least_asked]
    return (*result.candidates[:2], *likely)


def _full_text_alone(scores: dict[str, float]) -> SearchResult:
    probabilities = softmax(scores)
    candidates = _candidates(probabilities, scores)
    in_scope = 1.0 if candidates else 0.0
    return SearchResult(decide(candidates, in_scope), candidates, in_scope)
