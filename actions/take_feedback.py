"""Takes what a customer says about an answer."""

from __future__ import annotations

from typing import Literal

from actions.answering import answer_about
from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.topic import is_sure
from actions.turn import Turn


class TakeFeedback(ChiaroAction):
    """Keeps the words against the revision that was quoted; a second answer that did not help offers a person."""

    action_name = "action_take_feedback"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        result = runtime.composer.find(turn.text, turn.language)
        if turn.policy_id is None and is_sure(result):  # nothing was answered yet: this is a question
            return answer_about(turn, runtime, result.candidates[0].policy_id)
        helped = turn.intent == "feedback_positive"
        kind: Literal["helped", "not_helped"] = "helped" if helped else "not_helped"
        about = (turn.policy_id, turn.version) if runtime.composer.knows(turn.policy_id) else (None, None)
        runtime.keep(kind, turn.language, turn.text, *about)
        return Reply([runtime.composer.feedback(turn.language, kind)], failed=not helped)
