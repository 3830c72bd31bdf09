"""An action of the action server that is never met with silence."""

from __future__ import annotations

import asyncio
import logging
import os
from functools import lru_cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction, create_bot_utterance
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine.action_endpoint import PatientEndpoint, action_seconds
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
        patient = PatientEndpoint(action_endpoint, action_seconds(os.environ)) if action_endpoint else None
        super().__init__(name, patient)

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


async def _sentence(
    name: str, channel: OutputChannel, nlg: NaturalLanguageGenerator, tracker: DialogueStateTracker
) -> BotUttered | None:
    """Return the message, or None where the model has no such response, as one trained before there was one."""
    draft = await nlg.generate(name, tracker, channel.name())
    if draft is None:
        _logger.error(f"The model has no response '{name}'. Train it again.")
        return None
    return create_bot_utterance({**draft, "utter_action": name, "custom": _custom(tracker)})


def _custom(tracker: DialogueStateTracker) -> dict[str, Any]:
    conversation = tracker.get_slot(_CONVERSATION_SLOT)
    calm = {"frustration": {"score": 0.0, "level": "calm"}, "handoff": "none"}
    return {
        "kind": "no_answer",
        "language": language_of(tracker, DEFAULT_LANGUAGE),
        "conversation": conversation if isinstance(conversation, dict) else calm,
        "retry": True,
    }


@lru_cache(maxsize=1)
def _message_check() -> Any:
    return validator_for(_MESSAGE)(_MESSAGE)
