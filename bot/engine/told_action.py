"""An action of the action server that is never met with silence."""

from __future__ import annotations

import asyncio
import logging
from functools import lru_cache
from typing import Any

import rasa
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction, create_bot_utterance
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

from bot.engine.action_endpoint import patient
from bot.engine.action_results import check_result
from bot.nlg import DEFAULT_LANGUAGE, language_of

UNAVAILABLE = "utter_action_unavailable"
SLOW = "utter_action_slow"
_MESSAGE = {
    "properties": {
        "text": {"type": ["string", "null"]},
        "custom": {"type": ["object", "null"]},
        "buttons": {"type": ["array", "null"], "items": {"type": "object"}},
    }
}
_CONVERSATION_SLOT = "conversation"

_logger = logging.getLogger(__name__)


class ToldAction(RemoteAction):
    """Rasa's remote action that says so where the action server gives no answer.

    Stock Rasa logs it and ends the turn without a word. Here the turn ends with a prepared sentence
    (`utter_action_unavailable`, `utter_action_slow`) and nothing else: slots stay as they are, and the next message is
    answered as usual. A rejection, which makes Rasa choose another action, and a cancelled turn go on as in Rasa.
    """

    def __init__(self, name: str, action_endpoint: EndpointConfig | None) -> None:
        """Take Rasa's arguments.

        Raises:
            BadActionSecondsError: `CHIARO_ACTION_SECONDS` is no time; `adjust_rasa` says so at the start already.
        """
        super().__init__(name, patient(action_endpoint))

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        """Return what is sent: of the events only what the customer wrote, which is all that the actions read.

        Stock Rasa sends all events of the conversation, each message with everything that was understood of it.
        """
        state = tracker.current_state(EventVerbosity.NONE)
        said = [_said(event) for event in tracker.events if isinstance(event, UserUttered)]
        call = {"next_action": self.name(), "sender_id": tracker.sender_id, "version": rasa.__version__}
        call["tracker"] = {**state, "events": said}
        if not self._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(self.name()):
            call["domain"] = domain.as_dict()
        return call

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Return the action's events, or the sentence that stands for them.

        Raises:
            ActionExecutionRejection: the action server refused to run the action.
        """
        try:
            events: list[Event] = await super().run(output_channel, nlg, tracker, domain)
            return events
        except ActionExecutionRejection:
            raise
        except asyncio.TimeoutError:
            return await self._instead(SLOW, output_channel, nlg, tracker)
        except Exception:  # whatever the answer is made of; it is logged, and the customer is told
            return await self._instead(UNAVAILABLE, output_channel, nlg, tracker)

    async def _instead(
        self, name: str, channel: OutputChannel, nlg: NaturalLanguageGenerator, tracker: DialogueStateTracker
    ) -> list[Event]:
        _logger.exception(f"No answer of action '{self.name()}'; saying '{name}' instead.")
        sentence = await _sentence(name, channel, nlg, tracker)
        return [sentence] if sentence else []

    def _validate_action_result(self, result: Any) -> bool:
        """Return True for an action's answer. An object of another kind, which Rasa takes for an empty one, is none.

        Raises:
            ValidationError: it is not one.
        """
        check_result(self, result)
        if not {"events", "responses"} & set(result):
            raise ValidationError("The action server's answer has neither events nor responses.")
        for message in result.get("responses", ()):
            _message_check().validate(message)
        return True


def _said(message: UserUttered) -> dict[str, Any]:
    told = {"event": message.type_name, "timestamp": message.timestamp, "text": message.text}
    more = {"input_channel": message.input_channel, "message_id": message.message_id, "metadata": message.metadata}
    return {**told, **more}


async def _sentence(
    name: str, channel: OutputChannel, nlg: NaturalLanguageGenerator, tracker: DialogueStateTracker
) -> BotUttered | None:
    """Return the message, or None where the model has no such response, as one trained before there was one."""
    draft = await nlg.generate(name, tracker, channel.name())
    if draft is None:
        _logger.error(f"The model has no response '{name}'. Train it again.")
        return None
    return create_bot_utterance({**draft, "utter_action": name, "custom": _custom(tracker, name)})


def _custom(tracker: DialogueStateTracker, name: str) -> dict[str, Any]:
    conversation = tracker.get_slot(_CONVERSATION_SLOT)
    calm = {"frustration": {"score": 0.0, "level": "calm"}, "handoff": "none"}
    return {
        "kind": "no_answer",
        "language": language_of(tracker, DEFAULT_LANGUAGE),
        "conversation": conversation if isinstance(conversation, dict) else calm,
        "retry": True,
        # Whether the action may yet be done: what is not slow was not begun, and can be asked for again.
        "unanswered": "slow" if name == SLOW else "unavailable",
    }


@lru_cache(maxsize=1)
def _message_check() -> Any:
    return validator_for(_MESSAGE)(_MESSAGE)
