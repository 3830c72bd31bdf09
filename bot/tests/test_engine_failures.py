"""What a customer is told when the action server gives no answer, and that the conversation goes on."""

import asyncio
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import Action, ActionExecutionRejection, action_for_name_or_text
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine.action_endpoint import BadActionSecondsError, action_seconds
from bot.engine.adjustments import adjust_rasa
from bot.engine.told_action import SLOW, UNAVAILABLE, ToldAction
from bot.nlg import BilingualGenerator
from bot.tests.action_server import ActionServer, action_server
from bot.tests.conftest import ROOT
from bot.tracker_store import RememberingTrackerStore

DOMAIN = Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])
NAME = "action_answer_policy"
FROZEN = {"frustration": {"score": 0.6, "level": "frustrated", "trend": "rising"}, "handoff": "offered"}
CALM = {"frustration": {"score": 0.0, "level": "calm"}, "handoff": "none"}


@pytest.fixture
def unheard() -> Iterator[ActionServer]:
    """Give a server that does not listen yet."""
    with action_server() as server:
        yield server


@pytest.fixture
def server(unheard: ActionServer) -> ActionServer:
    unheard.listen()
    return unheard


@pytest.fixture(autouse=True)
def _adjusted() -> None:
    adjust_rasa()


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give an action next to no time."""
    monkeypatch.setenv("CHIARO_ACTION_SECONDS", "0.2")


def asked(language: str, *events: Event) -> DialogueStateTracker:
    parsed = {"text": "…", "language": language, "language_certain": True}
    question = UserUttered("…", {"name": "ask_policy", "confidence": 1.0}, [], parse_data=parsed)
    return DialogueStateTracker.from_events("somebody", [*events, question], slots=DOMAIN.slots)


def action_at(endpoint: EndpointConfig) -> Action:
    """Return the action as Rasa's processor makes it."""
    action = action_for_name_or_text(NAME, DOMAIN, endpoint)
    assert isinstance(action, ToldAction)
    return action


async def running(endpoint: EndpointConfig, tracker: DialogueStateTracker) -> list[Event]:
    generator = BilingualGenerator(domain=DOMAIN)
    return list(await action_at(endpoint).run(CollectingOutputChannel(), generator, tracker, DOMAIN))


def run(endpoint: EndpointConfig, tracker: DialogueStateTracker) -> list[Event]:
    return asyncio.run(running(endpoint, tracker))


def texts_of(name: str, language: str) -> set[str]:
    return {item["text"] for item in DOMAIN.responses[name] if item["condition"][0]["value"] == language}


def told(events: list[Event], name: str, language: str, conversation: Any = CALM) -> BotUttered:
    """Return the only event, which is the sentence of that name in that language, with what goes along."""
    (event,) = events
    assert isinstance(event, BotUttered)
    assert event.text in texts_of(name, language)
    expected = {"kind": "no_answer", "language": language, "conversation": conversation, "retry": True}
    expected["unanswered"] = "slow" if name == SLOW else "unavailable"
    assert event.data["custom"] == expected
    return event


BROKEN: dict[str, tuple[int, str, bytes]] = {
    "an error": (500, "application/json", b'{"error": "no"}'),
    "an error in HTML": (502, "text/html", b"<h1>Bad gateway</h1>"),
    "not found": (404, "text/plain", b""),
    "a bad call that is no rejection": (400, "text/html", b"<h1>Bad request</h1>"),
    "a bad call of another kind": (400, "application/json", b'{"error": "no"}'),
    "another type": (200, "text/html", b"<h1>It works</h1>"),
    "an empty body": (200, "application/json", b""),
    "half a JSON": (200, "application/json", b'{"events": ['),
    "no UTF-8": (200, "application/json; charset=utf-8", b'{"events": ["\xff"]}'),
    "an unknown charset": (200, "application/json; charset=none-such", b"{}"),
    "endless nesting": (200, "application/json", b'{"events": ' + b"[" * 100_000),
    "null": (200, "application/json", b"null"),
    "a list": (200, "application/json", b"[]"),
    "another object": (200, "application/json", b'{"status": "ok"}'),
    "an unknown event": (200, "application/json", b'{"events": [{"event": "unheard-of"}], "responses": []}'),
    "a message that is none": (200, "application/json", b'{"events": [], "responses": [3]}'),
    "a text that is none": (200, "application/json", b'{"events": [], "responses": [{"text": {"a": 1}}]}'),
    "data that are none": (200, "application/json", b'{"events": [], "responses": [{"text": "a", "custom": "b"}]}'),
    "buttons that are none": (200, "application/json", b'{"events": [], "responses": [{"text": "a", "buttons": 5}]}'),
    "a response that is none": (200, "application/json", b'{"events": [], "responses": [{"response": ["a"]}]}'),
    "a dropped line": (0, "", b""),
}


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("broken", BROKEN)
def test_an_answer_that_is_none_is_told_and_not_asked_for_again(
    server: ActionServer, broken: str, language: str
) -> None:
    server.status, server.kind, server.body = BROKEN[broken]
    told(run(server.endpoint, asked(language)), UNAVAILABLE, language)
    assert len(server.calls) == 1


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.usefixtures("brief")
def test_an_answer_that_does_not_come_in_time_is_told_and_not_asked_for_again(
    server: ActionServer, language: str
) -> None:
    server.silent = True
    told(run(server.endpoint, asked(language)), SLOW, language)
    assert len(server.calls) == 1


def test_a_server_that_is_down_is_told_with_how_the_conversation_stands(unheard: ActionServer) -> None:
    tracker = asked("en", SlotSet("conversation", FROZEN))
    told(run(unheard.endpoint, tracker), UNAVAILABLE, "en", FROZEN)


@pytest.mark.parametrize("held", [None, "calm", 3, []])
def test_a_slot_of_another_shape_stands_for_a_calm_conversation(unheard: ActionServer, held: Any) -> None:
    told(run(unheard.endpoint, asked("it", SlotSet("conversation", held))), UNAVAILABLE, "it")


def test_without_an_endpoint_it_is_told_too() -> None:
    action = ToldAction(NAME, None)
    working = action.run(CollectingOutputChannel(), BilingualGenerator(domain=DOMAIN), asked("it"), DOMAIN)
    told(asyncio.run(working), UNAVAILABLE, "it")


def test_a_refused_connection_is_tried_once_more(unheard: ActionServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = []

    async def start_meanwhile(seconds: float) -> None:
        pauses.append(seconds)
        unheard.listen()

    monkeypatch.setattr("bot.engine.action_endpoint.sleep", start_meanwhile)
    slot, message = sorted(run(unheard.endpoint, asked("it")), key=lambda event: isinstance(event, BotUttered))
    assert (slot, message.text) == (SlotSet("policy_id", "exchange"), "Entro 30 giorni.")
    assert (len(unheard.calls), pauses) == (1, [0.3])


def test_a_right_answer_comes_as_it_is_and_one_without_messages_stays_silent(server: ActionServer) -> None:
    assert [type(event) for event in run(server.endpoint, asked("it"))] == [BotUttered, SlotSet]
    server.body = b'{"events": [], "responses": []}'
    assert run(server.endpoint, asked("it")) == []
    assert [set(call) for call in server.calls] == [{"next_action", "sender_id", "tracker", "version", "domain"}] * 2


def test_a_rejection_is_left_to_rasa(server: ActionServer) -> None:
    server.status, server.body = 400, json.dumps({"action_name": NAME, "error": "not now"}).encode()
    with pytest.raises(ActionExecutionRejection, match="not now"):
        run(server.endpoint, asked("it"))


def test_a_turn_that_is_cancelled_stays_cancelled(server: ActionServer) -> None:
    server.silent = True

    async def cancel() -> None:
        turn = asyncio.ensure_future(running(server.endpoint, asked("it")))
        while not server.calls:
            await asyncio.sleep(0.01)
        turn.cancel()
        await turn

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel())


def test_the_same_words_are_not_said_twice_in_a_row(unheard: ActionServer) -> None:
    tracker = asked("it")
    said = []
    for _ in range(6):
        sentence = told(run(unheard.endpoint, tracker), UNAVAILABLE, "it")
        tracker.update(sentence)
        said.append(sentence.text)
    assert all(one != other for one, other in pairwise(said))


def test_a_model_without_the_words_says_nothing_as_before(unheard: ActionServer) -> None:
    action, empty = action_at(unheard.endpoint), BilingualGenerator(domain=Domain.empty())
    assert asyncio.run(action.run(CollectingOutputChannel(), empty, asked("it"), DOMAIN)) == []


@pytest.mark.parametrize(("written", "seconds"), [(None, 6), ("", 6), ("  ", 6), ("2.5", 2.5), (" 3 ", 3)])
def test_the_time_limit_is_six_seconds_unless_set(written: str | None, seconds: float) -> None:
    assert action_seconds({} if written is None else {"CHIARO_ACTION_SECONDS": written}) == seconds


@pytest.mark.parametrize("written", ["six", "0", "-1", "nan", "inf", "1,5", "6s"])
def test_a_time_limit_that_is_none_is_told_at_the_start(
    written: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHIARO_ACTION_SECONDS", written)
    with pytest.raises(BadActionSecondsError, match="CHIARO_ACTION_SECONDS is"):
        RememberingTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(tmp_path / "tracker.db"))
