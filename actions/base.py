"""What all of Chiaro's actions share: read the turn, reply, hear the mood, offer a person, remember."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from actions.reply import Reply
from actions.runtime import Runtime, RuntimeSource, process_runtime
from actions.second_intent import with_second
from actions.turn import Turn
from policy_kb.answer.message import Message

# After this many answers in a row that did not help, a person is offered.
MOST_FAILURES = 2


class ChiaroAction(Action, ABC):
    """An action whose `reply` says what to say; `run` does the rest."""

    action_name: ClassVar[str]
    # Whether the reply opens with an acknowledgement of the customer's mood.
    acknowledges: ClassVar[bool] = True

    def __init__(self, runtime: RuntimeSource | None = None) -> None:
        self._runtime_source = runtime or process_runtime

    def name(self) -> str:
        """The name in the domain."""
        return self.action_name

    @abstractmethod
    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """What to say in this turn, and what to remember."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Rasa's entry: says the reply and returns the slots it sets."""
        turn = Turn.from_tracker(tracker)
        runtime = self._runtime_source()
        reply = with_second(self.reply(turn, runtime), turn, runtime)
        reply, conversation = _with_person(reply, turn, runtime)
        messages = _acknowledged(reply, turn, runtime) if self.acknowledges else reply.messages
        _dispatch(dispatcher, turn, replace(reply, messages=messages), conversation)
        return _events(turn, replace(reply, messages=messages), conversation)


def _with_person(reply: Reply, turn: Turn, runtime: Runtime) -> tuple[Reply, Conversation]:
    """Offers a person once: when the customer is angry, or when two answers in a row did not help."""
    conversation = turn.conversation.heard(turn.score, turn.failures)
    if reply.handoff == "requested":
        return reply, conversation.requested()
    unhelped = bool(reply.failed) and turn.failures + 1 >= MOST_FAILURES
    if conversation.handoff == "none" and (turn.level == "angry" or unhelped or reply.handoff == "offered"):
        offer = runtime.composer.handoff(turn.language, requested=False)
        return replace(reply, messages=[*reply.messages, offer]), conversation.offered()
    return reply, conversation


def _acknowledged(reply: Reply, turn: Turn, runtime: Runtime) -> list[Message]:
    if not reply.messages:
        return reply.messages
    phrase = runtime.composer.acknowledgement(turn.language, turn.level, turn.used_phrases)
    return [phrase, *reply.messages] if phrase else reply.messages


def _dispatch(dispatcher: CollectingDispatcher, turn: Turn, reply: Reply, conversation: Conversation) -> None:
    state = {"language": turn.language, "conversation": conversation.as_dict()}
    if reply.response:
        dispatcher.utter_message(response=reply.response, json_message=state)
    for message in reply.messages:
        dispatcher.utter_message(text=message.text, json_message={**message.custom(), **state})


def _events(turn: Turn, reply: Reply, conversation: Conversation) -> list[dict[str, Any]]:
    phrases = [message.phrase for message in reply.messages if message.phrase]
    failures = {None: turn.failures, True: turn.failures + 1, False: 0}[reply.failed]
    slots = {
        "language": turn.language,
        "conversation": conversation.as_dict(),
        "used_phrases": [*turn.used_phrases, *phrases],
        "failures": failures,
        **reply.slots,
    }
    return [SlotSet(name, value) for name, value in slots.items()]
