"""Learns from what representatives accept: reorders suggestions of close confidence, never changes their words.

A suggestion's acceptance is the mean of a Beta distribution: the share accepted of those shown, with a few imagined
showings added, so that little evidence moves little. It rises past one above it only where it leads by enough, and
never past one that is clearly more probable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy_kb.bilingual import Language
from policy_kb.suggestions.request import Level
from policy_kb.suggestions.suggestion import Kind, Suggestion, Suggestions

# Policy, kind, language, level: what is counted together.
CountKey = tuple[str, Kind, Language, Level]
# The Beta prior, as showings of which this share was accepted: what a suggestion counts without evidence.
PRIOR_SHOWN = 20
PRIOR_ACCEPTANCE = 0.3
# Confidences that differ by no more than this are close: within them, what was accepted decides.
CLOSE = 0.1
# How much more often a suggestion must be accepted than the one above it to pass it.
LEAST_LEAD = 0.05


@dataclass(frozen=True)
class Counts:
    """How often a suggestion of one `CountKey` was shown, and what became of it."""

    shown: int = 0
    accepted: int = 0
    dismissed: int = 0


@dataclass(frozen=True)
class Standing:
    """Why a suggestion stands where it does, for a hover text: `place` from 1 now, `place_before` without learning."""

    counts: Counts
    acceptance: float
    place: int
    place_before: int


@dataclass(frozen=True)
class Ranked:
    """The suggestions in their new order, and the standing of each by its key."""

    suggestions: Suggestions
    standings: Mapping[str, Standing]


def count_key(suggestion: Suggestion, level: Level) -> CountKey:
    """Under what a suggestion is counted."""
    return suggestion.policy_id, suggestion.kind, suggestion.language, level


def rank(suggestions: Suggestions, counts: Mapping[CountKey, Counts], level: Level) -> Ranked:
    """The suggestions reordered by what was accepted so far; with empty `counts` the order stays (that is a reset)."""
    before = suggestions.items
    counted = {item.key: counts.get(count_key(item, level), Counts()) for item in before}
    rates = {key: acceptance(found) for key, found in counted.items()}
    items = _reordered(before, rates)
    standings = {
        item.key: Standing(counted[item.key], rates[item.key], place, before.index(item) + 1)
        for place, item in enumerate(items, start=1)
    }
    return Ranked(Suggestions(items, suggestions.silence), standings)


def acceptance(counts: Counts) -> float:
    """The smoothed share accepted, between 0 and 1. Counts that contradict each other are taken as showings more."""
    accepted = max(0, counts.accepted)
    shown = max(counts.shown, accepted + max(0, counts.dismissed))
    return (accepted + PRIOR_SHOWN * PRIOR_ACCEPTANCE) / (shown + PRIOR_SHOWN)


def _reordered(items: Sequence[Suggestion], rates: Mapping[str, float]) -> tuple[Suggestion, ...]:
    """Each in turn rises past those above it that it may pass."""
    ordered: list[Suggestion] = []
    for item in items:
        place = len(ordered)
        while place > 0 and _passes(item, ordered[place - 1], rates):
            place -= 1
        ordered.insert(place, item)
    return tuple(ordered)


def _passes(item: Suggestion, above: Suggestion, rates: Mapping[str, float]) -> bool:
    is_close = above.confidence - item.confidence <= CLOSE
    return is_close and rates[item.key] - rates[above.key] >= LEAST_LEAD
