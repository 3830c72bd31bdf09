"""Takes what a customer says about an answer."""

from __future__ import annotations

from typing import Literal

from actions.answering import settle
from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.surveying import with_survey
from actions.topic import beyond_doubt
from actions.turn import Turn


class TakeFeedback(ChiaroAction):
    """Keeps the words against the revision that was quoted; a second answer that did not help offers a person."""

    action_name = "action_take_feedback"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        result = runtime.composer.find(turn.query, turn.language)
        if turn.policy_id is None and result.decision != "do_not_know":  # nothing was answered yet: this is a question
            return settle(turn, runtime, result)
        asked = beyond_doubt(turn, runtime) if turn.intent == "feedback_negative" else None
        if asked not in (None, turn.policy_id):  # "you did not tell me about the points" asks about the points
            return settle(turn, runtime, result)
        helped = turn.intent == "feedback_positive"
        kind: Literal["helped", "not_helped"] = "helped" if helped else "not_helped"
        runtime.records.feedback(turn, kind, runtime.topic(turn))
        thanks = Reply([runtime.composer.feedback(turn.language, kind)], failed=not helped)
        return with_survey(thanks, turn, runtime)
