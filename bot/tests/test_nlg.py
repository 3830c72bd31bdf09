"""In which language a prepared response is given."""

import asyncio
from typing import Any

import pytest
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from bot.nlg import BilingualGenerator
from bot.tests.conftest import ROOT

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    slots:
      language: {type: text, influence_conversation: false, mappings: [{type: custom}]}
    responses:
      utter_greet:
        - text: Ciao
          condition: [{type: slot, name: language, value: it}]
        - text: Hello
          condition: [{type: slot, name: language, value: en}]
    """
)


def tracker_after(parsed: dict[str, Any], slot: str | None) -> DialogueStateTracker:
    events = [SlotSet("language", slot)] if slot else []
    said = UserUttered("…", {"name": "greet", "confidence": 1.0}, [], parse_data={"text": "…", **parsed})
    return DialogueStateTracker.from_events("somebody", [*events, said], slots=DOMAIN.slots)


def generate(*arguments: Any, **kwargs: Any) -> dict[str, Any] | None:
    return asyncio.run(BilingualGenerator(domain=DOMAIN).generate(*arguments, **kwargs))


def text_after(parsed: dict[str, Any], slot: str | None = None) -> str:
    response = generate("utter_greet", tracker_after(parsed, slot), "rest")
    assert response
    return str(response["text"])


def test_a_customer_who_switches_is_answered_in_the_new_language_at_once() -> None:
    assert text_after({"language": "en", "language_certain": True}, slot="it") == "Hello"


def test_a_message_too_short_to_tell_keeps_the_language_of_the_conversation() -> None:
    assert text_after({"language": "en", "language_certain": False}, slot="it") == "Ciao"


def test_a_short_first_message_is_answered_by_the_best_guess() -> None:
    assert text_after({"language": "en", "language_certain": False}) == "Hello"


def test_a_chosen_option_keeps_the_language_of_the_conversation() -> None:
    assert text_after({}, slot="en") == "Hello"


def test_without_any_sign_the_default_language_is_used() -> None:
    assert text_after({}) == "Ciao"


def test_what_an_action_adds_does_not_disturb_the_choice() -> None:
    tracker = tracker_after({"language": "it", "language_certain": True}, None)
    response = generate("utter_greet", tracker, "rest", custom={"language": "it"})
    assert response is not None
    assert response["text"] == "Ciao"


def test_an_unknown_response_gives_nothing() -> None:
    assert generate("utter_unknown", tracker_after({}, None), "rest") is None


def test_rasa_finds_the_generator_named_in_the_endpoints_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_ACTIONS_PORT", "5055")
    endpoint = read_endpoint_config(str(ROOT / "endpoints.yml"), "nlg")
    assert isinstance(endpoint, EndpointConfig)
    assert isinstance(NaturalLanguageGenerator.create(endpoint, DOMAIN), BilingualGenerator)
