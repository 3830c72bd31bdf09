"""The processor does what Rasa's does, without the work that comes to nothing."""

import asyncio
import logging
import warnings
from typing import Any

import pytest
from rasa.core.actions.action import ActionExtractSlots, ActionListen
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, BotUttered, Event, LoopInterrupted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.action_endpoint import PatientEndpoint
from bot.engine.adjustments import adjust_rasa
from bot.engine.lean_processor import LeanProcessor, fills_slots
from bot.nlg import BilingualGenerator
from bot.tests.action_server import action_server
from bot.tests.conftest import ROOT

DOMAIN = Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])
_SLOT = (
    'version: "3.1"\nintents: [greet]\nentities: [shop]\nslots:\n  told:\n    type: any\n    mappings: [{mapping}]\n'
)


@pytest.fixture
def processor(trained_model: str) -> LeanProcessor:
    adjust_rasa()
    made = Agent.load(trained_model).processor
    assert isinstance(made, LeanProcessor)
    return made


def domain_with(mapping: str, actions: str = "[]") -> Domain:
    return Domain.from_yaml(_SLOT.format(mapping=mapping) + f"actions: {actions}\n")


def parsed(intent: str | None, *entities: str) -> dict[str, Any]:
    return {"text": "…", "intent": {"name": intent}, "entities": [{"entity": entity} for entity in entities]}


def test_no_message_fills_a_slot_of_ours_by_itself() -> None:
    assert not fills_slots(DOMAIN)
    entities = [{"entity": "policy_id", "value": "exchange"}, {"entity": "date", "value": "2026-09-01"}]
    for intent in [*DOMAIN.intents, None]:
        heard = UserUttered("ieri", {"name": intent, "confidence": 1.0}, entities)
        tracker = DialogueStateTracker.from_events("a", [heard], DOMAIN.slots)
        run = ActionExtractSlots(None).run(CollectingOutputChannel(), BilingualGenerator(), tracker, DOMAIN)
        assert asyncio.run(run) == []


@pytest.mark.parametrize(
    ("mapping", "actions"),
    [
        ("{type: from_entity, entity: shop}", "[]"),
        ("{type: from_text}", "[]"),
        ("{type: custom, action: action_read}", "[action_read]"),
        ("{type: custom}", "[action_validate_slot_mappings]"),
    ],
)
def test_slots_that_a_message_may_fill_are_seen(mapping: str, actions: str) -> None:
    assert fills_slots(domain_with(mapping, actions))
    assert not fills_slots(domain_with("{type: custom}", "[action_read]"))


def test_where_a_message_may_fill_a_slot_it_does(processor: LeanProcessor) -> None:
    processor.domain = domain_with("{type: from_text}")
    tracker = DialogueStateTracker.from_events("a", [UserUttered("ciao", {"name": "greet"})], processor.domain.slots)
    processor._fills_slots = fills_slots(processor.domain)
    after = asyncio.run(processor.run_action_extract_slots(CollectingOutputChannel(), tracker))
    assert after.get_slot("told") == "ciao"


@pytest.mark.parametrize(
    "found",
    [parsed("greet"), parsed(None), parsed("unheard_of"), parsed("greet", "shop", "date"), parsed("greet", "x")],
)
def test_what_the_domain_does_not_know_is_warned_of_as_in_rasa(processor: LeanProcessor, found: dict[str, Any]) -> None:
    told = []
    for check in (processor._check_for_unseen_features, MessageProcessor._check_for_unseen_features.__get__(processor)):
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            check(found)
        told.append([str(item.message) for item in warned])
    assert told[0] == told[1]


def logged(kind: type[MessageProcessor], processor: LeanProcessor, events: list[Event] | None) -> list[dict[str, Any]]:
    tracker = DialogueStateTracker.from_events("a", [UserUttered("ciao", {"name": "greet"})], DOMAIN.slots)
    prediction = PolicyPrediction.for_action_name(processor.domain, "action_listen", "SomePolicy")
    prediction.events = [LoopInterrupted(True)]
    kind._log_action_on_tracker(processor, tracker, ActionListen(), events, prediction)
    return [{**event.as_dict(), "timestamp": None} for event in tracker.events]


@pytest.mark.parametrize("level", [logging.WARNING, logging.DEBUG])
@pytest.mark.parametrize(
    "events", [None, [], [BotUttered("ciao"), SlotSet("policy_id", "exchange")], [ActionExecutionRejected("action_a")]]
)
def test_an_action_is_put_down_as_in_rasa(processor: LeanProcessor, events: list[Event] | None, level: int) -> None:
    log = logging.getLogger("rasa.core.processor")
    before = log.level
    log.setLevel(level)
    try:
        assert logged(LeanProcessor, processor, events) == logged(MessageProcessor, processor, events)
        processor._log_slots(DialogueStateTracker("a", DOMAIN.slots))
    finally:
        log.setLevel(before)


def test_the_endpoint_is_kept_for_all_calls(trained_model: str) -> None:
    adjust_rasa()
    with action_server() as actions:
        made = Agent.load(trained_model, action_endpoint=actions.endpoint).processor
    assert made is not None
    assert isinstance(made.action_endpoint, PatientEndpoint)
    assert made._get_action("action_repeat").action_endpoint is made.action_endpoint
