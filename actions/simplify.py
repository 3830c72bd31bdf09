"""Says the same in simpler words."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class Simplify(ChiaroAction):
    """The shortest form of the policy in question."""

    action_name = "action_simplify"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "simpler")
