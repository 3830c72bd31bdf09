"""Pictures: everything stands inside them, shares are drawn to scale, few are told from many."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.console.telemetry.drawing import BASE, HEIGHT, LEFT, MOST_BARS, ROW, TRACK, WIDTH, bars, columns
from web.console.telemetry.records import FEW, Tally


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    shown = draw(st.integers(0, 10_000))
    accepted = draw(st.integers(0, shown))
    return Tally(shown, accepted=accepted, edited=draw(st.integers(0, shown - accepted)))


@given(st.lists(tallies(), max_size=40))
def test_all_bars_stand_within_the_picture(found: list[Tally]) -> None:
    picture = bars([("x" * 200, tally) for tally in found])
    assert len(picture.bars) + picture.left_out == len(found)
    assert len(picture.bars) <= MOST_BARS
    for bar in picture.bars:
        assert bar.at + ROW <= picture.height
        assert 0 <= bar.accepted + bar.edited <= TRACK + 0.2
        assert 0 <= bar.low <= bar.high <= TRACK
        assert len(bar.label) <= 50


@given(st.lists(tallies(), max_size=110))
def test_all_columns_stand_within_the_picture(found: list[Tally]) -> None:
    picture = columns([("3 Nov", tally) for tally in found])
    assert picture.height == HEIGHT
    for bar in picture.bars:
        assert bar.at >= LEFT
        assert bar.at + picture.thick <= WIDTH + 1
        assert bar.accepted + bar.edited <= BASE
    assert sum(bool(bar.label) for bar in picture.bars) <= 6


def test_bars_are_drawn_to_one_scale() -> None:
    picture = bars([("a", Tally(1000, accepted=200, edited=100)), ("b", Tally(1000, accepted=100))])
    first, second = picture.bars
    assert isclose(first.accepted, 2 * second.accepted)
    assert isclose(first.accepted, 2 * first.edited)
    assert picture.ticks[-1].share == 0.5
    assert picture.ticks[-1].at == TRACK


def test_a_group_of_few_does_not_stretch_the_scale_by_what_is_only_likely() -> None:
    many = ("many", Tally(1000, accepted=50))
    assert bars([many, ("few", Tally(2))]).ticks[-1].share == bars([many]).ticks[-1].share


@pytest.mark.parametrize(
    ("tally", "low", "high"),
    [(Tally(10, accepted=5), 0.237, 0.763), (Tally(100, accepted=0), 0.0, 0.037), (Tally(1, accepted=1), 0.207, 1.0)],
)
def test_what_is_likely_is_wilsons_interval(tally: Tally, low: float, high: float) -> None:
    assert tally.likely == pytest.approx((low, high), abs=0.001)


def test_of_none_everything_is_likely_and_nothing_is_a_share() -> None:
    assert (Tally().share, Tally().likely, Tally().is_few) == (0.0, (0.0, 1.0), True)
    assert not Tally(FEW).is_few
