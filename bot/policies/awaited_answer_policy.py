"""Answers to what the assistant has asked, and silence while a person has the conversation."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.constants import POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.awaited_answers import AWAITED_FILE, read_awaited_answers

AWAITING_SLOT = "awaiting"
CONVERSATION_SLOT = "conversation"
_LISTEN: str = ACTION_LISTEN_NAME
_ABOVE_RULES = 7  # Rasa gives rules 6; of two that are equally sure, the higher one counts
_OF_THE_CONSOLE = frozenset({"take_over", "hand_back"})

_logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class AwaitedAnswerPolicy(Policy):
    """Chooses the action for a message that answers a question of the assistant, whatever else it might mean.

    The slot `awaiting` (`{"for": …}`) says what was asked, and `bot/resources/awaited.yml` what is taken for an answer;
    so does the handoff of the slot `conversation`, since who waits for a person may leave a message at any time.
    While the slot `conversation` has the handoff `active`, nothing is said, unless the console takes over or hands
    back. After an action that it chose it listens. Of everything else it knows nothing. Nothing is trained.
    """

    def __init__(self, config: dict[str, Any], *arguments: Any, **settings: Any) -> None:
        """Take Rasa's arguments, and read the file of awaited answers.

        Raises:
            BadAwaitedAnswersError: the file has mistakes.
        """
        super().__init__(config, *arguments, **settings)
        self._answers = read_awaited_answers(Path(config.get("answers") or AWAITED_FILE))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the priority, and `answers`: the file of awaited answers, that of `bot/resources` where None."""
        return {POLICY_PRIORITY: _ABOVE_RULES, "answers": None}

    def train(self, training_trackers: list[Any], domain: Domain, **more: Any) -> Resource:
        """Return where a trained policy would be; there is nothing in it."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **more: Any,
    ) -> PolicyPrediction:
        """Return the chosen action with confidence 1, or nothing but zeros."""
        action = self._choose(tracker)
        if action is not None and action not in domain.action_names_or_texts:
            _logger.warning(f"An answer was awaited, but the domain has no action '{action}'.")
            action = None
        if action is None:
            return self._prediction(self._default_predictions(domain))
        return self._prediction(confidence_scores_for(action, 1.0, domain))

    def _choose(self, tracker: DialogueStateTracker) -> str | None:
        if tracker.latest_action_name != _LISTEN:
            return _LISTEN if self._acted(tracker) else None
        message = tracker.latest_message
        if message is None:
            return None
        if _is_with_a_person(tracker) and message.intent.get("name") not in _OF_THE_CONSOLE:
            return _LISTEN
        awaited = (_value(tracker, AWAITING_SLOT, "for"), _value(tracker, CONVERSATION_SLOT, "handoff"))
        found = (self._answers.action_for(name, message) for name in awaited if isinstance(name, str))
        return next((action for action in found if action is not None), None)

    def _acted(self, tracker: DialogueStateTracker) -> bool:
        """Return whether this policy chose the latest action."""
        latest = tracker.get_last_event_for(ActionExecuted)
        return latest is not None and latest.policy == type(self).__name__


def _is_with_a_person(tracker: DialogueStateTracker) -> bool:
    return bool(_value(tracker, CONVERSATION_SLOT, "handoff") == "active")


def _value(tracker: DialogueStateTracker, slot: str, key: str) -> Any:
    """Return what a slot that holds a mapping has under `key`; None where it has or is something else."""
    held = tracker.get_slot(slot)
    return held.get(key) if isinstance(held, dict) else None
