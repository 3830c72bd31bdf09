"""Turns of a trained model whose action server fails, and turns in which nothing is to be said."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import SlotSet
from rasa.utils.endpoints import EndpointConfig

from bot.rest_channel import WholeMessages
from bot.tests.action_server import action_server
from bot.tracker_store import RememberingTrackerStore

ITALIAN, ENGLISH = "quando arriva il mio rimborso?", "when will you refund my order?"


@pytest.fixture
def store(tmp_path: Path) -> RememberingTrackerStore:
    return RememberingTrackerStore(dialect="sqlite", db=str(tmp_path / "tracker.db"))


def agent_with(model: str, store: RememberingTrackerStore, actions: EndpointConfig) -> Agent:
    generator = EndpointConfig(type="bot.nlg.BilingualGenerator")
    return Agent.load(model, generator=generator, tracker_store=store, action_endpoint=actions)


async def reply(agent: Agent, text: str) -> list[dict[str, Any]]:
    """Return what the REST channel answers."""
    collector = CollectingOutputChannel()
    await agent.handle_message(UserMessage(text, WholeMessages(collector), "somebody", input_channel="rest"))
    return list(collector.messages)


def texts_of(agent: Agent, name: str, language: str) -> set[str]:
    assert agent.domain
    return {item["text"] for item in agent.domain.responses[name] if item["condition"][0]["value"] == language}


async def slots(agent: Agent) -> dict[str, Any]:
    return dict((await agent.tracker_store.get_or_create_tracker("somebody")).current_slot_values())


def test_after_a_turn_that_failed_the_next_is_answered_as_usual(
    trained_model: str, store: RememberingTrackerStore
) -> None:
    async def talk() -> None:
        for text, language in ((ITALIAN, "it"), (ENGLISH, "en")):
            (sentence,) = await reply(agent, text)
            assert sentence["text"] in texts_of(agent, "utter_action_unavailable", language)
            assert (sentence["custom"]["language"], sentence["custom"]["retry"]) == (language, True)
        assert (await slots(agent))["policy_id"] is None
        actions.listen()
        (answer,) = await reply(agent, ITALIAN)
        assert (answer["text"], answer["custom"]) == ("Entro 30 giorni.", {"language": "it"})
        assert (await slots(agent))["policy_id"] == "exchange"

    with action_server() as actions:
        agent = agent_with(trained_model, store, actions.endpoint)
        asyncio.run(talk())
    said = [event["text"] for event in actions.calls[0]["tracker"]["events"] if event["event"] == "user"]
    assert said == [ITALIAN, ENGLISH, ITALIAN]


def test_nothing_is_said_or_called_while_a_person_has_the_conversation(
    trained_model: str, store: RememberingTrackerStore
) -> None:
    async def talk() -> None:
        tracker = await agent.tracker_store.get_or_create_tracker("somebody")
        tracker.update(SlotSet("conversation", {"handoff": "active"}))
        await agent.tracker_store.save(tracker)
        assert [await reply(agent, text) for text in (ITALIAN, ENGLISH)] == [[], []]
        tracker = await agent.tracker_store.get_or_create_tracker("somebody")
        assert tracker.latest_message is not None
        assert (tracker.latest_message.text, tracker.latest_action_name) == (ENGLISH, "action_listen")

    with action_server() as actions:
        actions.listen()
        agent = agent_with(trained_model, store, actions.endpoint)
        asyncio.run(talk())
    assert actions.calls == []
