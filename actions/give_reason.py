"""Says why a rule exists, and what it rests on."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class GiveReason(ChiaroAction):
    """The reason and the evidence of the policy in question."""

    action_name = "action_give_reason"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "reason")
