"""Hands over to a person, at once."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class HandOver(ChiaroAction):
    """Says how a person is reached, and marks the conversation."""

    action_name = "action_hand_over"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return Reply([runtime.composer.handoff(turn.language, requested=True)], handoff="requested")
