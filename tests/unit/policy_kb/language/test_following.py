"""How a message hangs on what was said before it."""

from __future__ import annotations

import pytest

from policy_kb.bilingual import Language
from policy_kb.language.following import turns_away, turns_back


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("One more: do you deliver to islands?", "en"),
        ("By the way, how long is a gift card valid?", "en"),
        ("Un'altra domanda: montate anche i letti?", "it"),
        ("Cambio argomento, e la garanzia?", "it"),
    ],
)
def test_a_message_says_that_something_else_follows(text: str, language: Language) -> None:
    assert turns_away(text, language)
    assert not turns_back(text, language)


@pytest.mark.parametrize(
    ("text", "language"), [("Going back to the wardrobe, who pays?", "en"), ("Tornando al frigo, chi paga?", "it")]
)
def test_a_message_goes_back_to_what_was_spoken_of_earlier(text: str, language: Language) -> None:
    assert turns_back(text, language)
    assert not turns_away(text, language)


@pytest.mark.parametrize("text", ["", "...", "who pays for that?", "I sent it back"])
def test_other_messages_do_neither(text: str) -> None:
    assert not turns_away(text, "en")
    assert not turns_back(text, "en")
