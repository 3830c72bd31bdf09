"""Where nothing good is known, nothing is suggested."""

from __future__ import annotations

import pytest

from policy_kb.answer.composer import Composer
from policy_kb.suggestions.engine import suggest
from policy_kb.suggestions.request import Intent
from policy_kb.suggestions.suggestion import Suggestions
from tests.unit.policy_kb.suggestions.requesting import SOFAS, ask

HOSTILE = ["", " \n\t", "\x00", "\x00\x00 \x00", "😀😡🔥", "?!…", "12345", "\u202e\u200f", "\ud800", "<>&\"'"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("topic", [None, SOFAS])
def test_a_text_that_says_nothing_is_left_alone(text: str, topic: str | None, composer: Composer) -> None:
    assert suggest(ask(text, topic=topic), composer) == Suggestions(silence="nothing_asked")


@pytest.mark.parametrize("text", ["x" * 2000, "zq " * 700, "ﷺ" * 2000, "lorem ipsum dolor " * 120])
def test_two_thousand_characters_of_nothing_are_left_alone(text: str, composer: Composer) -> None:
    found = suggest(ask(text), composer)
    assert found.items == ()
    assert found.silence is not None


def test_a_question_of_100000_characters_is_read_no_further_than_needed(composer: Composer) -> None:
    assert len(suggest(ask("can I try the sofa at home? " * 4000), composer).items) <= 3


@pytest.mark.parametrize("mark", ["\ud800", "\u202e", "\x1b[2J", "\x00"])
def test_marks_that_no_text_needs_hide_no_question(mark: str, composer: Composer) -> None:
    found = suggest(ask(f"can I try {mark} the sofa {mark} at home?", before=(f"{mark}hello{mark}",)), composer)
    assert found.items[0].policy_id == SOFAS


def test_a_nul_byte_inside_a_question_does_not_hide_it(composer: Composer) -> None:
    assert suggest(ask("can I try\x00the sofa\x00at home?"), composer).items[0].policy_id == SOFAS


@pytest.mark.parametrize("intent", ["greet", "thank", "goodbye", "affirm", "bot_challenge", "feedback_positive"])
def test_small_talk_is_left_alone_also_within_a_topic(intent: str, composer: Composer) -> None:
    assert suggest(ask("thanks a lot for that", intent, topic=SOFAS), composer) == Suggestions(silence="small_talk")


def test_thanks_that_ask_something_beyond_doubt_are_answered(composer: Composer) -> None:
    found = suggest(ask("thanks, and can I try the sofa bed at home for thirty days?", "thank"), composer)
    assert found.items[0].policy_id == SOFAS


def test_what_no_policy_governs_is_left_alone(composer: Composer) -> None:
    assert suggest(ask("what is the capital of Mongolia"), composer) == Suggestions(silence="out_of_scope")


def test_an_intent_that_is_not_sure_silences_no_sure_question(composer: Composer) -> None:
    request = ask("can I try the sofa at home?")
    found = suggest(type(request)(**{**vars(request), "intent": Intent("out_of_scope", 0.4)}), composer)
    assert found.items[0].policy_id == SOFAS


def test_an_intent_that_nobody_knows_changes_nothing(composer: Composer) -> None:
    plain, odd = suggest(ask(), composer), suggest(ask(intent="dance"), composer)
    assert [item.text for item in plain.items] == [item.text for item in odd.items]
