"""Rasa's message processor without work whose outcome is known beforehand."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from rasa.core.actions.action import Action
from rasa.core.channels.channel import OutputChannel
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.processor import logger as rasas_logger
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.action_endpoint import PatientEndpoint, patient

_CUSTOM = "custom"


class LeanProcessor(MessageProcessor):
    """Rasa's processor with the same results.

    Rasa goes through the mappings of all slots at each message, also where none can fill any; it makes an empty domain
    to see that the model's is not, and copies and formats events and slots for a debug log that nobody reads. The
    action server's endpoint is kept, and with it the connection.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """Take Rasa's arguments."""
        super().__init__(*arguments, **settings)
        self._fills_slots = fills_slots(self.domain)
        self._known = (frozenset(self.domain.intents), frozenset(self.domain.entities))
        self.action_endpoint: PatientEndpoint | None = patient(self.action_endpoint)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Return the tracker with the slots that its latest message fills."""
        return await super().run_action_extract_slots(output_channel, tracker) if self._fills_slots else tracker

    def _check_for_unseen_features(self, parse_data: Mapping[str, Any]) -> None:
        intents, entities = self._known
        named = {entity["entity"] for entity in parse_data["entities"] or ()}
        if parse_data["intent"]["name"] not in intents or not named <= entities:
            super()._check_for_unseen_features(parse_data)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        if rasas_logger.isEnabledFor(logging.DEBUG):
            MessageProcessor._log_slots(tracker)

    def _log_action_on_tracker(
        self, tracker: DialogueStateTracker, action: Action, events: list[Event] | None, prediction: PolicyPrediction
    ) -> None:
        if rasas_logger.isEnabledFor(logging.DEBUG):
            super()._log_action_on_tracker(tracker, action, events, prediction)
            return
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)


def fills_slots(domain: Domain) -> bool:
    """Return whether a message by itself may fill a slot of `domain`, or an action check what it fills."""
    slots = (slot for slot in domain.slots if slot.name not in DEFAULT_SLOT_NAMES)
    mappings = (mapping for slot in slots for mapping in slot.mappings)
    if any(mapping.get("type") != _CUSTOM or mapping.get("action") for mapping in mappings):
        return True
    return ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions
