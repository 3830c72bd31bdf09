"""Rules, by what was said last."""

import json
from collections.abc import Iterable
from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.recent_turns import recent_turns

_RECENT_TURNS = 5
_OF_TEXT = '"text": '
_MOST_REMEMBERED = 1000
_Found = tuple[str | None, str | None, bool]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RecentRulePolicy(RulePolicy):
    """Rasa's `RulePolicy`, looking at the last messages of the customer instead of all.

    A rule of more messages than `recent_turns` would not be found. Once learnt, no more messages are looked at than the
    longest rule has states; rules by the very text of a message are looked up only where there are any; and what was
    found for a row of states is remembered, where Rasa holds every rule against it anew.
    """

    def __init__(self, *arguments: Any, lookup: dict[str, Any] | None = None, **settings: Any) -> None:
        """Take Rasa's arguments; `lookup` is what was learnt."""
        super().__init__(*arguments, lookup=lookup, **settings)
        rules = (lookup or {}).get(RULES, {})
        self._turns = min(int(self.config["recent_turns"]), _longest(rules)) if rules else 0
        self._has_texts = any(_OF_TEXT in rule for rule in rules)
        self._remembered: dict[tuple[Any, ...], _Found] = {}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return Rasa's settings, and `recent_turns`: how many messages of the customer are looked at."""
        return {**RulePolicy.get_default_config(), "recent_turns": _RECENT_TURNS}

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **more: Any) -> Resource:
        """Learn as Rasa does, which looks rules up while it has only some of them."""
        self._turns = 0
        return super().train(training_trackers, domain, **more)

    def _prediction_states(self, tracker: DialogueStateTracker, domain: Domain, *rest: Any, **more: Any) -> list[State]:
        recent = recent_turns(tracker, domain, self._turns or int(self.config["recent_turns"]))
        states: list[State] = super()._prediction_states(recent, domain, *rest, **more)
        return states

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> _Found:
        if not self._turns or tracker.active_loop_name:
            return self._look_up(tracker, domain, use_text_for_last_user_input)
        if use_text_for_last_user_input:
            return self._look_up(tracker, domain, True) if self._has_texts else (None, None, False)
        states = self._prediction_states(tracker, domain, False, rule_only_data=self._get_rule_only_data())
        row = tuple(tracker.freeze_current_state(state) for state in states)
        if row not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[row] = self._look_up(tracker, domain, False)
        return self._remembered[row]

    def _look_up(self, tracker: DialogueStateTracker, domain: Domain, use_text: bool) -> _Found:
        found: _Found = super()._find_action_from_rules(tracker, domain, use_text)
        return found


def _longest(rules: Iterable[str]) -> int:
    """Return how many states the longest of the rules has."""
    return max(len(json.loads(rule)) for rule in rules)
