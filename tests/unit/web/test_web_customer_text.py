"""What customers type stays text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.customer_text import as_plain_text, has_broken_characters, has_control_characters, is_blank

COMMANDS = [
    "/restart",
    '/ask_policy{"x": 1}',
    "   /restart",
    "\n\t/restart",
    "\u00a0\u2003/restart",
    "\uff0frestart",
    "\u200b/restart",
    "\ufeff\u2060 \u200d/restart",
    "//restart",
]


@pytest.mark.parametrize("text", COMMANDS)
def test_an_opening_slash_never_reaches_rasa_as_one(text: str) -> None:
    safe = as_plain_text(text)
    assert not safe.strip().startswith("/")
    assert not unicodedata.normalize("NFKC", safe).strip().startswith("/")
    assert "restart" in safe or "ask_policy" in safe


@given(st.text())
def test_no_text_at_all_opens_with_a_slash_once_escaped(text: str) -> None:
    assert not as_plain_text(text).strip().startswith("/")


@given(st.text().filter(lambda text: "/" not in text and "\uff0f" not in text))
def test_text_without_a_slash_is_left_as_it_is(text: str) -> None:
    assert as_plain_text(text) == text


def test_a_slash_inside_the_text_is_left_as_it_is() -> None:
    assert as_plain_text("reso e/o cambio del 12/10") == "reso e/o cambio del 12/10"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u200b", "\u00a0\ufeff"])
def test_what_nobody_can_see_is_blank(text: str) -> None:
    assert is_blank(text)


def test_tabs_and_line_ends_are_no_control_characters_to_refuse() -> None:
    assert not has_control_characters("una\r\ndue\ttre")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_other_control_characters_are_noticed(character: str) -> None:
    assert has_control_characters(f"a{character}b")


def test_half_a_surrogate_pair_is_noticed_and_an_emoji_is_not() -> None:
    assert has_broken_characters("a\ud800b")
    assert not has_broken_characters("👩‍👩‍👧 grazie")
