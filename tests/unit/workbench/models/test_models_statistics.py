"""Intervals, paired tests, agreement and calibration say what the books say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score

from workbench.models.statistics import (
    auroc,
    bins,
    calibration_error,
    chance_of_losses,
    chance_of_worse_kappa,
    chance_of_worse_mean,
    kappa,
    macro_f1,
    share,
)

LEVELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)


def test_wilsons_interval_is_that_of_the_book() -> None:
    found = share(8, 10)
    assert (round(found.low, 4), round(found.high, 4)) == (0.4902, 0.9433)


def test_nothing_counted_says_nothing() -> None:
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_share_lies_in_its_interval(right: int, more: int) -> None:
    found = share(right, right + more)
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_five_losses_without_a_gain_are_seldom_chance() -> None:
    assert chance_of_losses(5, 0) == pytest.approx(1 / 32)
    assert chance_of_losses(0, 0) == 1
    assert chance_of_losses(3, 3) > 0.5


@given(LEVELS)
def test_kappa_and_f1_are_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    truth, said = [one for one, _ in pairs], [two for _, two in pairs]
    levels = [0, 1, 2, 3]
    there = sorted(set(truth))
    assert macro_f1(truth, said, 4) == pytest.approx(
        f1_score(truth, said, labels=there, average="macro", zero_division=0)
    )
    if len(set(truth) | set(said)) > 1:
        theirs = cohen_kappa_score(truth, said, weights="quadratic", labels=levels)
        assert kappa(truth, said, 4) == pytest.approx(theirs)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_area_is_scikit_learns(inside: list[float], outside: list[float]) -> None:
    theirs = roc_auc_score([1] * len(inside) + [0] * len(outside), inside + outside)
    assert auroc(inside, outside) == pytest.approx(theirs)


def test_without_one_side_there_is_no_area() -> None:
    assert auroc([], [0.1]) is None


def test_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    assert calibration_error(bins([0.75] * 4, [True, True, True, False])) == pytest.approx(0)
    assert calibration_error(bins([1.0] * 4, [True, True, False, False])) == pytest.approx(0.5)
    assert calibration_error([]) == 0


def test_a_surely_worse_model_is_told_from_one_that_is_not() -> None:
    truth = [0, 1, 2, 3] * 20
    worse = [3 - level for level in truth]
    assert chance_of_worse_kappa(truth, truth, worse, 4) < 0.01
    assert chance_of_worse_kappa(truth, truth, truth, 4) == 1
    assert chance_of_worse_mean([0.1] * 30, [0.4] * 30) < 0.01
    assert chance_of_worse_mean([], []) == 1
