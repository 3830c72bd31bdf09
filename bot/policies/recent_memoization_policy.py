"""Stories, by what was said last."""

from typing import Any

from rasa.core.constants import POLICY_MAX_HISTORY
from rasa.core.policies.memoization import MemoizationPolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.recent_turns import recent_turns


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RecentMemoizationPolicy(MemoizationPolicy):
    """Rasa's `MemoizationPolicy` without replaying what lies before the states that it compares.

    Its `max_history` counts states, of which every message of the customer makes at least one; so as many messages
    always hold them.
    """

    def _prediction_states(self, tracker: DialogueStateTracker, domain: Domain, *rest: Any, **more: Any) -> list[State]:
        recent = recent_turns(tracker, domain, int(self.config[POLICY_MAX_HISTORY]))
        states: list[State] = super()._prediction_states(recent, domain, *rest, **more)
        return states
