"""A person takes the conversation."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class TakeOver(ChiaroAction):
    """From here on the assistant is silent."""

    action_name = "action_take_over"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return Reply([runtime.composer.desk.taken_over(turn.language)], handoff="active")
