"""The scale from expected level to score."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.learning.frustration_scale import LEVELS, FrustrationScale, level_of

SCALE = FrustrationScale((0.4, 1.2, 2.1))
EXPECTED = st.floats(min_value=0, max_value=3)


@given(EXPECTED, EXPECTED)
def test_more_expected_frustration_never_scores_less(one: float, other: float) -> None:
    low, high = sorted([one, other])
    assert 0 <= SCALE.score(low) <= SCALE.score(high) <= 1


def test_each_cut_begins_the_next_level() -> None:
    assert [level_of(SCALE.score(cut)) for cut in (0.0, *SCALE.cuts)] == list(LEVELS)


def test_the_ends_of_the_scale_are_reached() -> None:
    assert (level_of(0.0), level_of(1.0)) == ("calm", "angry")


def test_cuts_are_chosen_where_the_levels_part() -> None:
    levels = np.repeat(np.arange(4), 25)
    expected = levels * 0.5 + np.tile(np.linspace(0.1, 0.4, 25), 4)
    scale = FrustrationScale.fit(expected, levels)
    assert [level_of(scale.score(value)) for value in expected] == [LEVELS[level] for level in levels]


def test_of_cuts_that_agree_alike_those_count_that_soothe_fewest() -> None:
    # At 0.6 stand as many calm lines as tense ones, but one: either cut beside it is as good.
    levels = np.repeat(np.arange(4), 300)
    expected = levels * 0.8 + 0.2
    expected[270:331] = 0.6
    scale = FrustrationScale.fit(expected, levels)
    assert level_of(scale.score(0.6)) == "calm"
    assert level_of(scale.score(1.0)) == "tense"
