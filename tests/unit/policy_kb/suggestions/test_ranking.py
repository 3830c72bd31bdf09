"""What is accepted rises, within what is about as probable."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from policy_kb.answer.message import Source
from policy_kb.suggestions.ranking import CLOSE, Counts, acceptance, count_key, rank
from policy_kb.suggestions.suggestion import Kind, Reason, Suggestion, Suggestions

KINDS: list[Kind] = ["answer", "alternative", "question"]


def suggestion(kind: Kind, confidence: float = 0.9, policy_id: str = "exchange") -> Suggestion:
    """One of a kind."""
    return Suggestion(
        key=f"{policy_id}:{kind}:x:1:en",
        kind=kind,
        policy_id=policy_id,
        version=1,
        language="en",
        text=f"{kind} about {policy_id}",
        sources=(Source("Terms", "https://shop.example/terms"),),
        confidence=confidence,
        why=(Reason("topic_probability", confidence),),
        parts=(kind,),
    )


def shown(*confidences: float) -> Suggestions:
    """One suggestion of each kind."""
    pairs = zip(KINDS, confidences, strict=True)
    return Suggestions(tuple(suggestion(kind, confidence) for kind, confidence in pairs))


def order(suggestions: Suggestions) -> list[str]:
    """The kinds in order."""
    return [item.kind for item in suggestions.items]


LIKED = Counts(shown=200, accepted=150)
DISLIKED = Counts(shown=200, accepted=2, dismissed=150)
counts = st.builds(Counts, st.integers(-5, 500), st.integers(-5, 500), st.integers(-5, 500))


def test_without_counts_the_order_stays() -> None:
    ranked = rank(shown(0.9, 0.9, 0.9), {}, "calm")
    assert order(ranked.suggestions) == KINDS
    assert [standing.place for standing in ranked.standings.values()] == [1, 2, 3]


def test_what_is_accepted_more_often_rises_among_what_is_about_as_probable() -> None:
    before = shown(0.9, 0.88, 0.9)
    learnt = {count_key(before.items[1], "calm"): LIKED, count_key(before.items[0], "calm"): DISLIKED}
    ranked = rank(before, learnt, "calm")
    assert order(ranked.suggestions) == ["alternative", "question", "answer"]
    standing = ranked.standings[before.items[1].key]
    assert (standing.place, standing.place_before, standing.counts) == (1, 2, LIKED)
    assert round(standing.acceptance, 2) == 0.71


def test_what_is_clearly_less_probable_never_rises_past() -> None:
    before = shown(0.9, 0.9 - CLOSE - 0.01, 0.5)
    learnt = {count_key(item, "calm"): LIKED for item in before.items[1:]}
    assert order(rank(before, learnt, "calm").suggestions) == KINDS


def test_a_single_acceptance_moves_nothing() -> None:
    before = shown(0.9, 0.9, 0.9)
    learnt = {count_key(before.items[2], "calm"): Counts(shown=1, accepted=1)}
    assert order(rank(before, learnt, "calm").suggestions) == KINDS


def test_what_was_learnt_at_one_level_says_nothing_of_another() -> None:
    before = shown(0.9, 0.9, 0.9)
    learnt = {count_key(before.items[2], "angry"): LIKED}
    assert order(rank(before, learnt, "calm").suggestions) == KINDS
    assert order(rank(before, learnt, "angry").suggestions)[0] == "question"


def test_nothing_suggested_stays_nothing() -> None:
    silent = Suggestions(silence="small_talk")
    assert rank(silent, {}, "calm").suggestions == silent


@given(st.lists(counts, min_size=3, max_size=3), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_ranking_never_changes_what_is_said_and_keeps_the_clearly_more_probable_ahead(
    learnt: list[Counts], confidences: list[float]
) -> None:
    before = shown(*sorted(confidences, reverse=True))
    ranked = rank(before, {count_key(item, "calm"): c for item, c in zip(before.items, learnt, strict=True)}, "calm")
    after = ranked.suggestions.items
    assert sorted(after, key=lambda item: item.key) == sorted(before.items, key=lambda item: item.key)
    assert set(ranked.standings) == {item.key for item in before.items}
    assert all(later.confidence - earlier.confidence <= CLOSE for earlier, later in combinations(after, 2))


@given(counts)
def test_acceptance_is_a_share_whatever_was_counted(found: Counts) -> None:
    assert 0.0 < acceptance(found) < 1.0
