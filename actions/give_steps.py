"""Says what to do, in order."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class GiveSteps(ChiaroAction):
    """The steps of the policy in question."""

    action_name = "action_give_steps"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "steps")
