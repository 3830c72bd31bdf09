"""Says what changed since the rule before."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class ExplainChange(ChiaroAction):
    """Then, now, since when, and why it is better."""

    action_name = "action_explain_change"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "change")
