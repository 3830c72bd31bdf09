"""Points to where help is found."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class GiveResources(ChiaroAction):
    """Links, forms, telephone lines, trainings that are still valid."""

    action_name = "action_give_resources"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "resources")
