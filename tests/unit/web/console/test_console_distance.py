"""How much of a suggestion was changed: the fewest characters, as the definition has it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.console.distance import edit_distance

few = st.text("abà 😀\n", max_size=7)


@cache
def defined(before: str, after: str) -> int:
    """Levenshtein's definition."""
    if not before or not after:
        return len(before) + len(after)
    if before[0] == after[0]:
        return defined(before[1:], after[1:])
    return 1 + min(defined(before[1:], after), defined(before, after[1:]), defined(before[1:], after[1:]))


@settings(deadline=None)
@given(few, few)
def test_it_is_what_the_definition_says(before: str, after: str) -> None:
    assert edit_distance(before, after) == defined(before, after)


@settings(deadline=None)
@given(few, few, few)
def test_it_is_a_distance(one: str, two: str, three: str) -> None:
    assert edit_distance(one, two) == edit_distance(two, one)
    assert (edit_distance(one, two) == 0) is (one == two)
    assert edit_distance(one, three) <= edit_distance(one, two) + edit_distance(two, three)


@pytest.mark.parametrize(
    ("before", "after", "expected"), [("", "", 0), ("", "ciao", 4), ("ciao", "", 4), ("kitten", "sitting", 3)]
)
def test_known_distances(before: str, after: str, expected: int) -> None:
    assert edit_distance(before, after) == expected
