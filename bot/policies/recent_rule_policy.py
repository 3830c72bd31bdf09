"""Rules, by what was said last."""

from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.recent_turns import recent_turns

_RECENT_TURNS = 5
_OF_TEXT = '"text": '


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RecentRulePolicy(RulePolicy):
    """Rasa's `RulePolicy`, looking at the last messages of the customer instead of all.

    A rule of more messages than `recent_turns` would not be found. Rules by the very text of a message are looked up
    only where there are any.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return Rasa's settings, and `recent_turns`: how many messages of the customer are looked at."""
        return {**RulePolicy.get_default_config(), "recent_turns": _RECENT_TURNS}

    def _prediction_states(self, tracker: DialogueStateTracker, domain: Domain, *rest: Any, **more: Any) -> list[State]:
        recent = recent_turns(tracker, domain, int(self.config["recent_turns"]))
        states: list[State] = super()._prediction_states(recent, domain, *rest, **more)
        return states

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and not any(_OF_TEXT in rule for rule in self.lookup.get(RULES, {})):
            return None, None, False
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found
