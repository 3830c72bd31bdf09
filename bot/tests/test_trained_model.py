"""What a trained Rasa model says of a message over /model/parse."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Parse = Callable[[str], dict[str, Any]]


def test_language_and_frustration_stand_beside_rasas_own_keys(parse: Parse) -> None:
    parsed = parse("voglio parlare con una persona, siete dei ladri")
    assert parsed["intent"]["name"] == "request_human"
    assert (parsed["language"], parsed["language_certain"]) == ("it", True)
    assert set(parsed["frustration"]) == {"score", "level"}


@pytest.mark.parametrize("text", ["", "   ", "😀", "x" * 2000, "\x00"])
def test_odd_messages_are_parsed_and_can_be_stored(parse: Parse, text: str) -> None:
    parsed = parse(text)
    assert json.loads(json.dumps(parsed))["language"] in {"it", "en"}


def test_a_message_that_fits_nothing_is_left_to_the_fallback(parse: Parse) -> None:
    assert parse("")["intent"]["name"] == "nlu_fallback"


def test_a_chosen_option_is_read_by_rasa_alone(parse: Parse) -> None:
    parsed = parse('/choose_policy{"policy_id": "refund-timing"}')
    assert parsed["intent"]["name"] == "choose_policy"
    assert [(entity["entity"], entity["value"]) for entity in parsed["entities"]] == [("policy_id", "refund-timing")]
