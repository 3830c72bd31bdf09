"""Takes what a customer says about an answer."""

from __future__ import annotations

from typing import Literal

from actions.answering import settle
from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class TakeFeedback(ChiaroAction):
    """Keeps the words against the revision that was quoted; a second answer that did not help offers a person."""

    action_name = "action_take_feedback"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        result = runtime.composer.find(turn.text, turn.language)
        if turn.policy_id is None and result.decision != "do_not_know":  # nothing was answered yet: this is a question
            return settle(turn, runtime, result)
        helped = turn.intent == "feedback_positive"
        kind: Literal["helped", "not_helped"] = "helped" if helped else "not_helped"
        about = (turn.policy_id, turn.version) if runtime.composer.knows(turn.policy_id) else (None, None)
        runtime.keep(kind, turn.language, turn.text, *about)
        return Reply([runtime.composer.feedback(turn.language, kind)], failed=not helped)
