"""A model is exchanged while conversations go on."""

import asyncio
import shutil
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from rasa.core.agent import Agent
from sanic import Sanic

from bot.engine.adjustments import adjust_rasa
from bot.engine.model_in_place import ModelInPlace
from bot.errors import NoModelThereError
from bot.tracker_store import RememberingTrackerStore

Value = TypeVar("Value")
SOME_ENDPOINTS = object()


def do(work: Coroutine[Any, Any, Value]) -> Value:
    return asyncio.new_event_loop().run_until_complete(work)


class Left:
    """Counts what is left to Rasa."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    async def load_agent(self, *arguments: Any) -> Agent:
        self.asked.append(arguments)
        return Agent()


@pytest.fixture
def serving(trained_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Agent:
    """An agent that serves, as Rasa's server has it."""
    adjust_rasa()
    store = RememberingTrackerStore(domain=None, dialect="sqlite", db=str(tmp_path / "tracker.db"))
    agent = Agent.load(trained_model, tracker_store=store)
    app = type("App", (), {"ctx": type("Context", (), {"agent": agent})})
    monkeypatch.setattr(Sanic, "get_app", lambda: app)
    return agent


@pytest.fixture
def another(trained_model: str, tmp_path: Path) -> str:
    """The same model under another name."""
    return str(shutil.copy(trained_model, tmp_path / "another.tar.gz"))


def test_the_agent_with_its_conversations_stays_and_answers_with_the_new_model(serving: Agent, another: str) -> None:
    store, processor = serving.tracker_store, serving.processor
    agent = do(ModelInPlace(Left().load_agent).load_agent(another, None, None, SOME_ENDPOINTS))
    assert agent is serving
    assert agent.tracker_store is store
    assert agent.processor is not processor
    assert agent.model_name == "another.tar.gz"
    assert store.domain is agent.domain


def test_a_conversation_goes_on_after_the_exchange(serving: Agent, another: str) -> None:
    from rasa.shared.core.events import SlotSet, UserUttered

    async def talk() -> Any:
        tracker = await serving.tracker_store.get_or_create_tracker("anna")
        tracker.update(UserUttered("ciao"))
        tracker.update(SlotSet("policy_id", "exchange"))
        await serving.tracker_store.save(tracker)
        await ModelInPlace(Left().load_agent).load_agent(another, None, None, SOME_ENDPOINTS)
        return await serving.tracker_store.retrieve("anna")

    tracker = do(talk())
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == ["ciao"]
    assert tracker.get_slot("policy_id") == "exchange"
    assert set(tracker.slots) == {slot.name for slot in serving.domain.slots}


def test_a_turn_that_has_begun_ends_with_the_model_that_it_began_with(serving: Agent, another: str) -> None:
    before = serving.processor
    do(ModelInPlace(Left().load_agent).load_agent(another, None, None, SOME_ENDPOINTS))
    assert before is not None
    assert before.domain is not None
    assert do(before.parse_message(message("ciao")))["intent"]["name"] == "greet"


def message(text: str) -> Any:
    from rasa.core.channels.channel import UserMessage

    return UserMessage(text)


def test_a_file_that_is_not_there_changes_nothing(serving: Agent) -> None:
    processor = serving.processor
    for path in (None, "", "/nowhere/chiaro.tar.gz"):
        with pytest.raises(NoModelThereError, match="There is no model"):
            do(ModelInPlace(Left().load_agent).load_agent(path, None, None, SOME_ENDPOINTS))
    assert serving.processor is processor


def test_a_file_that_is_no_model_changes_nothing(serving: Agent, tmp_path: Path) -> None:
    processor, domain = serving.processor, serving.tracker_store.domain
    junk = tmp_path / "junk.tar.gz"
    junk.write_bytes(b"no archive")
    with pytest.raises(Exception, match=r"junk\.tar\.gz"):
        do(ModelInPlace(Left().load_agent).load_agent(str(junk), None, None, SOME_ENDPOINTS))
    assert serving.processor is processor
    assert serving.tracker_store.domain is domain


def test_what_is_no_exchange_is_left_to_rasa(serving: Agent, another: str, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Left()
    in_place = ModelInPlace(left.load_agent)
    do(in_place.load_agent(another))  # to be tried out
    do(in_place.load_agent(another, "a server", None, SOME_ENDPOINTS))
    do(in_place.load_agent(another, None, "aws", SOME_ENDPOINTS))
    monkeypatch.setattr(Sanic, "get_app", lambda: type("App", (), {"ctx": object()}))
    do(in_place.load_agent(another, None, None, SOME_ENDPOINTS))  # nothing serves yet
    assert len(left.asked) == 4
    assert serving.model_name == "small.tar.gz"


def test_a_second_adjustment_leaves_the_first() -> None:
    import rasa.core.agent

    adjust_rasa()
    before = rasa.core.agent.load_agent
    adjust_rasa()
    assert rasa.core.agent.load_agent == before
