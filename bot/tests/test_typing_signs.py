"""How a text was typed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.learning.typing_signs import typing_signs


def test_words_in_capitals_and_marks_are_counted() -> None:
    assert typing_signs("Where is MINE?!") == (0.5, 1.0, 1.0)
    assert typing_signs("dov'è il pacco") == (0.0, 0.0, 0.0)


def test_short_words_in_capitals_do_not_shout() -> None:
    assert typing_signs("OK, la TV e il CAP") == (0.0, 0.0, 0.0)


def test_many_marks_count_as_three() -> None:
    assert typing_signs("BASTA, VOGLIO I MIEI SOLDI!!!!!!!!!!") == (1.0, 3.0, 0.0)


@given(st.text())
def test_any_text_has_three_bounded_signs(text: str) -> None:
    shouted, *marks = typing_signs(text)
    assert 0 <= shouted <= 1
    assert len(marks) == 2
    assert all(0 <= count <= 3 for count in marks)
