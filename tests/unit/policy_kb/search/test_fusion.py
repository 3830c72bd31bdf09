"""What fusing full text and heads always keeps to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.search.full_text import Hit
from policy_kb.search.fusion import asked, fuse, softmax
from policy_kb.search.heads import NO_POLICY

IDS = [f"policy-{letter}" for letter in "abcdefghijkl"]

hits = st.lists(
    st.builds(Hit, st.sampled_from(IDS), st.integers(1, 50), st.floats(0.0, 60.0)),
    max_size=12,
    unique_by=lambda hit: hit.policy_id,
)
log_probabilities = st.dictionaries(st.sampled_from([NO_POLICY, *IDS]), st.floats(-80.0, 0.0), max_size=13)
in_force = st.frozensets(st.sampled_from(IDS))
dialects = st.sampled_from(["sqlite", "postgresql"])


@given(st.dictionaries(st.text(min_size=1), st.floats(-500, 500), min_size=1))
def test_softmax_gives_probabilities_in_the_order_of_the_scores(scores: dict[str, float]) -> None:
    probabilities = softmax(scores)
    assert sum(probabilities.values()) == pytest.approx(1.0)
    best = max(scores, key=lambda key: scores[key])
    assert probabilities[best] == max(probabilities.values())


def test_softmax_of_nothing_is_nothing() -> None:
    assert softmax({}) == {}


@given(hits, log_probabilities, in_force, dialects)
def test_only_policies_in_force_are_candidates(
    found: list[Hit], said: dict[str, float], ids: frozenset[str], dialect: str
) -> None:
    result = fuse(found, said, ids, dialect)
    assert {candidate.policy_id for candidate in result.candidates} <= ids


@given(hits, log_probabilities, in_force, dialects)
def test_candidates_come_best_first_and_share_at_most_one_whole(
    found: list[Hit], said: dict[str, float], ids: frozenset[str], dialect: str
) -> None:
    result = fuse(found, said, ids, dialect)
    probabilities = [candidate.probability for candidate in result.candidates]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) <= 1.0 + 1e-9
    assert 0.0 <= result.in_scope <= 1.0


@given(hits, log_probabilities, in_force, dialects)
def test_every_decision_can_be_acted_upon(
    found: list[Hit], said: dict[str, float], ids: frozenset[str], dialect: str
) -> None:
    result = fuse(found, said, ids, dialect)
    assert result.decision in ("answer", "ask", "do_not_know")
    if result.decision == "answer":
        assert result.candidates
    if result.decision == "ask":
        assert 2 <= len(asked(result)) <= 4


def test_two_policies_that_fit_equally_well_are_asked_about() -> None:
    said = {"policy-a": -0.7, "policy-b": -0.7, "policy-c": -9.0, NO_POLICY: -9.0}
    result = fuse([Hit("policy-a", 1, 5.0), Hit("policy-b", 2, 5.0)], said, frozenset(IDS[:3]), "sqlite")
    assert result.decision == "ask"
    assert [candidate.policy_id for candidate in asked(result)] == ["policy-a", "policy-b"]


def test_a_question_that_no_policy_governs_is_not_answered() -> None:
    said = {"policy-a": -8.0, "policy-b": -9.0, NO_POLICY: -0.01}
    result = fuse([], said, frozenset(IDS[:2]), "sqlite")
    assert result.decision == "do_not_know"
    assert result.in_scope < 0.5


def test_without_heads_a_clear_hit_is_answered_and_no_hit_is_not_known() -> None:
    clear = fuse([Hit("policy-a", 1, 12.0), Hit("policy-b", 2, 2.0)], {}, frozenset(IDS), "sqlite")
    nothing = fuse([], {}, frozenset(IDS), "sqlite")
    assert (clear.decision, clear.candidates[0].policy_id) == ("answer", "policy-a")
    assert (nothing.decision, nothing.candidates) == ("do_not_know", ())


def test_a_hit_of_a_policy_that_is_not_in_force_counts_for_nobody() -> None:
    result = fuse([Hit("policy-z", 9, 50.0)], {}, frozenset(IDS), "sqlite")
    assert result.decision == "do_not_know"


def test_a_policy_without_an_example_question_can_still_be_found_by_its_words() -> None:
    said = {"policy-a": -6.0, "policy-b": -6.1, NO_POLICY: -6.2}
    result = fuse([Hit("policy-c", 3, 40.0)], said, frozenset(IDS[:3]), "sqlite")
    assert result.candidates[0].policy_id == "policy-c"
