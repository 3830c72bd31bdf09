"""Says until when an old rule may still be used, and what can be asked for."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class ExplainTransition(ChiaroAction):
    """The days of the transition, the help meanwhile, more time and a place in a class on request."""

    action_name = "action_explain_transition"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "transition")
