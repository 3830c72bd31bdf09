"""What all of Chiaro's actions share: read the turn, reply, hear the mood, offer a person, remember."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.again import fresh
from actions.conversation import Conversation
from actions.facts import self_told
from actions.loose import mapping
from actions.memory import kept_slots
from actions.reply import Reply
from actions.runtime import Runtime, RuntimeSource, process_runtime
from actions.second_intent import with_second
from actions.turn import Turn
from actions.withdrawn import no_longer_in_force
from policy_kb.answer.message import Message
from policy_kb.errors import UnknownArticle

# After this many answers in a row that did not help, a person is offered.
MOST_FAILURES = 2
# The middle of what counts as tense: below it a message may as well be calm.
CLEARLY_TENSE = 0.375
# With more words than these a customer says why.
FEW_WORDS = 8


class ChiaroAction(Action, ABC):
    """An action whose `reply` says what to say; `run` does the rest."""

    action_name: ClassVar[str]
    # Whether the reply opens with an acknowledgement of the customer's mood.
    acknowledges: ClassVar[bool] = True
    # Whether it may say the same twice in a row.
    may_repeat: ClassVar[bool] = False
    # Whether it speaks while a person has the conversation.
    speaks_beside_a_person: ClassVar[bool] = False

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
        runtime = self._runtime_source()
        turn = _informed(Turn.from_tracker(tracker), runtime)
        runtime.learn_vector(turn)
        if turn.conversation.handoff == "active" and not self.speaks_beside_a_person:
            return []
        reply, conversation = _with_person(self._reply(turn, runtime), turn, runtime)
        messages = _acknowledged(reply, turn, runtime) if self.acknowledges else reply.messages
        reply = replace(reply, messages=messages)
        _dispatch(dispatcher, turn, reply, conversation)
        slots, known = kept_slots(turn, reply, conversation), mapping(tracker.slots)
        return [SlotSet(name, value) for name, value in slots.items() if value != known.get(name)]

    def _reply(self, turn: Turn, runtime: Runtime) -> Reply:
        try:
            reply = with_second(self.reply(turn, runtime), turn, runtime)
            return reply if self.may_repeat else fresh(reply, turn)
        except UnknownArticle:  # withdrawn while it was being answered from
            return no_longer_in_force(turn, runtime)


def _informed(turn: Turn, runtime: Runtime) -> Turn:
    """The turn with what the message tells of the customer, and with what the company's system knows, which counts
    more than a claim."""
    told = turn.knowing(self_told(turn.text, turn.entities))
    return told.knowing(runtime.known_facts(told)) if told.customer_id else told


def _with_person(reply: Reply, turn: Turn, runtime: Runtime) -> tuple[Reply, Conversation]:
    """Offers a person once: when the customer is angry, or when two answers in a row did not help."""
    conversation = turn.conversation.heard(turn.score, turn.failures)
    if reply.handoff in ("requested", "active", "none"):
        return reply, conversation.moved_to(reply.handoff)
    unhelped = bool(reply.failed) and turn.failures + 1 >= MOST_FAILURES
    if conversation.handoff == "none" and (turn.level == "angry" or unhelped or reply.handoff == "offered"):
        offer = runtime.composer.desk.offer(turn.language)
        awaits = reply.awaits or {"for": "handoff_offer"}
        messages = [_without_contacts(message, turn, runtime) for message in reply.messages]
        return replace(reply, messages=[*messages, offer], awaits=awaits), conversation.offered()
    return reply, conversation


def _without_contacts(message: Message, turn: Turn, runtime: Runtime) -> Message:
    """The message without the ways to a person, which the offer that follows it tells."""
    is_no_answer = message.kind == "no_answer" and message.resources
    return runtime.composer.no_answer(turn.language, contacts=False) if is_no_answer else message


def _acknowledged(reply: Reply, turn: Turn, runtime: Runtime) -> list[Message]:
    if not reply.messages:
        return reply.messages
    barely = turn.score < CLEARLY_TENSE and len(turn.text.split()) <= FEW_WORDS and turn.intent != "vent"
    if turn.level == "tense" and (turn.awaiting or barely):
        return reply.messages  # bare follow-ups and short answers read as curt: whoever only asks is not soothed
    phrase = runtime.composer.acknowledgement(turn.language, turn.level, turn.used_phrases)
    return [phrase, *reply.messages] if phrase else reply.messages


def _dispatch(dispatcher: CollectingDispatcher, turn: Turn, reply: Reply, conversation: Conversation) -> None:
    state = {"language": turn.language, "conversation": conversation.as_dict()}
    if reply.response:
        dispatcher.utter_message(response=reply.response, json_message=state)
    for message in reply.messages:
        buttons = [{"title": button.title, "payload": button.payload} for button in message.buttons]
        dispatcher.utter_message(text=message.text, json_message={**message.custom(), **state}, buttons=buttons)
