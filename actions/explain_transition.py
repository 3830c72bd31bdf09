"""Says until when an old rule may still be used, and what can be asked for."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import topic_of
from actions.turn import Turn


class ExplainTransition(ChiaroAction):
    """The days of the transition, the help meanwhile, more time and a place in a class on request."""

    action_name = "action_explain_transition"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. "Until when?" may ask about a term of the rule itself, where it has no transition."""
        policy_id = topic_of(turn, runtime)
        if policy_id is not None and not runtime.composer.has_transition(turn.wish(policy_id)):
            wish = turn.wish(policy_id)
            return about(
                [runtime.composer.part("simpler", wish), runtime.composer.part("transition", wish)], ["simpler"]
            )
        return part_of_topic(turn, runtime, "transition")
