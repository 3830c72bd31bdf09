"""A table of terms finds what a dictionary finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.term_table import TermTable

VOCABULARY = {"divano": 2, "sofa": 0, "è": 1, "di": 3}


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 99), min_size=1), st.lists(st.text(max_size=4)))
def test_a_table_finds_what_a_dictionary_finds(vocabulary: dict[str, int], terms: list[str]) -> None:
    known, places = TermTable.of(vocabulary).find(terms)
    assert known.tolist() == [term in vocabulary for term in terms]
    assert places.tolist() == [vocabulary[term] for term in terms if term in vocabulary]


@pytest.mark.parametrize("terms", [[], ["zzz"], ["", " "]])
def test_nothing_is_found_of_what_is_unknown(terms: list[str]) -> None:
    known, places = TermTable.of(VOCABULARY).find(terms)
    assert (known.tolist(), places.tolist()) == ([False] * len(terms), [])


def test_places_come_in_the_order_of_the_terms() -> None:
    known, places = TermTable.of(VOCABULARY).find(["di", "armadio", "sofa", "divano"])
    assert known.tolist() == [True, False, True, True]
    assert places.tolist() == [3, 0, 2]
