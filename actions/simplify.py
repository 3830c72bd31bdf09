"""Says the same in simpler words."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.turn import Turn


class Simplify(ChiaroAction):
    """The shortest form of the policy in question."""

    action_name = "action_simplify"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. "Simpler words, please" is about what was said, whatever policy speaks of simple words."""
        if runtime.composer.knows(turn.policy_id):
            return about([runtime.composer.part("simpler", turn.wish(str(turn.policy_id)))], ["simpler"])
        return part_of_topic(turn, runtime, "simpler")
