"""Hears a customer who lets off steam."""

from __future__ import annotations

from actions.answering import answer_about
from actions.base import ChiaroAction
from actions.heard import heard
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.search.prior import is_sure


class Acknowledge(ChiaroAction):
    """Offers a person, unless the message holds a problem that a policy answers."""

    action_name = "action_acknowledge"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        result = runtime.composer.find(turn.query, turn.language, turn.known)
        if is_sure(result):
            return answer_about(turn, runtime, result.candidates[0].policy_id)
        return heard(turn, runtime)
