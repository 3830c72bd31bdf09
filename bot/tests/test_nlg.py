"""In which language, and in which register, a prepared response is given."""

import asyncio
from typing import Any

import pytest
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from bot.nlg import BilingualGenerator, UnknownRegisterError
from bot.tests.conftest import ROOT

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    slots:
      language: {type: text, influence_conversation: false, mappings: [{type: custom}]}
      register: {type: text, influence_conversation: false, mappings: [{type: custom}]}
    responses:
      utter_greet:
        - text: Ciao
          condition: [{type: slot, name: language, value: it}]
        - text: Hello
          condition: [{type: slot, name: language, value: en}]
      utter_thank:
        - text: Figurati
          condition: [{type: slot, name: language, value: it}, {type: slot, name: register, value: tu}]
        - text: Si figuri
          condition: [{type: slot, name: language, value: it}, {type: slot, name: register, value: lei}]
        - text: Prego
          condition: [{type: slot, name: language, value: it}]
        - text: You're welcome
          condition: [{type: slot, name: language, value: en}]
    """
)


@pytest.fixture(autouse=True)
def no_register_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHIARO_REGISTER", raising=False)


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


def thanks_in(language: str, *events: SlotSet) -> set[str]:
    """All that is said sooner or later: forty draws miss one of two once in a million million."""
    tracker = tracker_after({"language": language, "language_certain": True}, None)
    for event in events:
        tracker.update(event)
    responses = [generate("utter_thank", tracker, "rest") for _ in range(40)]
    return {str(response["text"]) for response in responses if response}


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


def test_customers_are_addressed_with_tu_unless_something_else_is_set() -> None:
    assert thanks_in("it") == {"Figurati", "Prego"}


@pytest.mark.parametrize("register", ["tu", " tu ", ""])
def test_tu_can_be_set_too(monkeypatch: pytest.MonkeyPatch, register: str) -> None:
    monkeypatch.setenv("CHIARO_REGISTER", register)
    assert thanks_in("it") == {"Figurati", "Prego"}


def test_customers_are_addressed_with_lei_where_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_REGISTER", "lei")
    assert thanks_in("it") == {"Si figuri", "Prego"}


def test_english_has_one_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_REGISTER", "lei")
    assert thanks_in("en") == {"You're welcome"}


def test_a_conversation_cannot_set_another_register() -> None:
    assert thanks_in("it", SlotSet("register", "lei")) == {"Figurati", "Prego"}


@pytest.mark.parametrize("wrong", ["Lei", "voi", "0", "x" * 5000])
def test_another_register_is_refused_with_the_two_that_there_are(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("CHIARO_REGISTER", wrong)
    with pytest.raises(UnknownRegisterError, match=r"^CHIARO_REGISTER is '.{1,60}\. Set tu or lei\.$"):
        BilingualGenerator(domain=DOMAIN)


def test_each_response_of_the_domain_is_found_in_either_register(monkeypatch: pytest.MonkeyPatch) -> None:
    domain = Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])
    for register in ("tu", "lei"):
        monkeypatch.setenv("CHIARO_REGISTER", register)
        generator = BilingualGenerator(domain=domain)
        for name in domain.responses:
            tracker = tracker_after({"language": "it", "language_certain": True}, None)
            assert asyncio.run(generator.generate(name, tracker, "rest")), (register, name)
