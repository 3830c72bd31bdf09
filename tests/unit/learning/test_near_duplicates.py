"""Lines that say nearly the same are found, others are not."""

from __future__ import annotations

from learning.near_duplicates import near_duplicates

LINES = [
    "Dov'è il mio divano?",
    "quanto costa la consegna al piano",
    "dov’è il mio divano",
    "vorrei parlare con una persona",
    "Quanto costa la consegna al piano?!",
]


def test_the_same_words_in_other_dress_are_found_with_what_they_repeat() -> None:
    found = [(pair.first, pair.second) for pair in near_duplicates(LINES, 0.9)]
    assert found == [(0, 2), (1, 4)]


def test_lines_that_only_share_a_topic_are_left_alone() -> None:
    assert list(near_duplicates(["il divano è rotto", "voglio rendere il divano"], 0.9)) == []


def test_a_lower_bound_finds_more() -> None:
    lines = ["il divano è arrivato rotto", "il divano è arrivato sporco"]
    assert len(list(near_duplicates(lines, 0.5))) == 1


def test_lines_of_signs_alone_have_no_words_to_share() -> None:
    assert list(near_duplicates(["👍", "👍", "?!"], 0.5)) == []


def test_no_line_and_one_line_have_no_duplicates() -> None:
    assert list(near_duplicates([], 0.5)) == list(near_duplicates(["ciao"], 0.5)) == []
