"""A person gives the conversation back."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class HandBack(ChiaroAction):
    """The assistant answers again, as if nobody had been called yet; what was spoken of stays the topic."""

    action_name = "action_hand_back"
    acknowledges = False
    speaks_beside_a_person = True

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return Reply([runtime.composer.desk.handed_back(turn.language)], handoff="none", failed=False)
