"""What is sent to the action server, and over which connection."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine.action_endpoint import PatientEndpoint, patient
from bot.engine.told_action import ToldAction
from bot.nlg import BilingualGenerator
from bot.tests.action_server import ActionServer, action_server
from bot.tests.conftest import ROOT

DOMAIN = Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])
NAME = "action_answer_policy"
PARSED = {
    "text": "e se è tardi?",
    "intent": {"name": "ask_policy", "confidence": 0.9},
    "entities": [],
    "language": "it",
}
# What is kept of a message of the customer.
KEPT = ("event", "timestamp", "text", "input_channel", "message_id", "metadata")


@pytest.fixture
def server() -> Iterator[ActionServer]:
    with action_server() as made:
        made.keeps = True
        made.listen()
        yield made


def conversation() -> DialogueStateTracker:
    """Return a conversation of two messages."""
    first = UserUttered("ciao", {"name": "greet"}, [], input_channel="rest", metadata={"customer_id": "C-1"})
    second = UserUttered(PARSED["text"], PARSED["intent"], [], PARSED, message_id="m2", metadata={"a": 1})
    between = [ActionExecuted("action_small_talk"), BotUttered("ciao!"), SlotSet("policy_id", "exchange")]
    events = [ActionExecuted("action_listen"), first, *between, ActionExecuted("action_listen"), second]
    return DialogueStateTracker.from_events("somebody", events, slots=DOMAIN.slots)


async def call(endpoint: PatientEndpoint | None) -> list[Any]:
    action = ToldAction(NAME, endpoint)
    return list(await action.run(CollectingOutputChannel(), BilingualGenerator(domain=DOMAIN), conversation(), DOMAIN))


def test_the_tracker_is_sent_as_by_rasa_but_for_the_events(server: ActionServer) -> None:
    for selective in (True, False):
        endpoint = EndpointConfig(server.endpoint.url, enable_selective_domain=selective)
        ours = ToldAction(NAME, endpoint)._action_call_format(conversation(), DOMAIN)
        rasas = RemoteAction(NAME, endpoint)._action_call_format(conversation(), DOMAIN)
        ours["tracker"].pop("events")
        times = [sent["tracker"].pop("latest_event_time") for sent in (ours, rasas)]
        assert all(isinstance(time, float) for time in times)
        rasas["tracker"].pop("events")
        assert ours == rasas


def test_of_the_events_what_the_customer_wrote_is_sent(server: ActionServer) -> None:
    tracker = conversation()
    sent = ToldAction(NAME, server.endpoint)._action_call_format(tracker, DOMAIN)["tracker"]["events"]
    theirs = RemoteAction(NAME, server.endpoint)._action_call_format(tracker, DOMAIN)["tracker"]["events"]
    assert sent == [{key: event[key] for key in KEPT} for event in theirs if event["event"] == "user"]
    assert [event["text"] for event in sent] == ["ciao", PARSED["text"]]


def test_the_connection_is_kept_for_the_next_call(server: ActionServer) -> None:
    endpoint = patient(server.endpoint)

    async def talk() -> None:
        for _ in range(3):
            assert len(await call(endpoint)) == 2

    asyncio.run(talk())
    assert (len(server.calls), len(server.connections)) == (3, 1)


def test_a_connection_that_was_closed_meanwhile_is_made_anew(server: ActionServer) -> None:
    endpoint = patient(server.endpoint)

    async def talk() -> None:
        assert len(await call(endpoint)) == 2
        server.hang_up()
        await asyncio.sleep(0.1)
        assert len(await call(endpoint)) == 2

    asyncio.run(talk())
    assert (len(server.calls), len(server.connections)) == (2, 2)


def test_each_event_loop_has_connections_of_its_own(server: ActionServer) -> None:
    endpoint = patient(server.endpoint)
    for _ in range(2):
        assert len(asyncio.run(call(endpoint))) == 2
    assert (len(server.calls), len(server.connections)) == (2, 2)


def test_an_endpoint_that_is_patient_already_stays_as_it_is(server: ActionServer) -> None:
    endpoint = patient(server.endpoint)
    assert patient(endpoint) is endpoint
    assert ToldAction(NAME, endpoint).action_endpoint is endpoint
    assert patient(None) is None


def test_a_call_is_signed_as_the_endpoint_says(server: ActionServer) -> None:
    signed = EndpointConfig(server.endpoint.url, basic_auth={"username": "a", "password": "b"}, headers={"X-A": "1"})
    made = patient(signed)
    assert made is not None

    async def look() -> tuple[Any, Any]:
        async with made.session() as session, signed.session() as rasas:
            return (session.auth, dict(session.headers)), (rasas.auth, dict(rasas.headers))

    mine, theirs = asyncio.run(look())
    assert mine == theirs
