"""Hands over to a person, at once."""

from __future__ import annotations

from actions.answering import answer_about
from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.topic import SURE_INTENT, question_in
from actions.turn import Turn


class HandOver(ChiaroAction):
    """Says how a person is reached, and marks the conversation."""

    action_name = "action_hand_over"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. A question that only names a person ("may I collect it for him?") is answered."""
        asked = question_in(turn, runtime) if turn.confidence < SURE_INTENT else None
        if asked is not None:
            return answer_about(turn, runtime, asked)
        return Reply([runtime.composer.handoff(turn.language, requested=True)], handoff="requested")
