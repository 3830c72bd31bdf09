"""Takes what a customer says about an answer."""

from __future__ import annotations

from typing import Literal

from actions.answering import answer_about
from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.surveying import with_survey
from actions.topic import OWN_WORDS, beyond_doubt, question_in
from actions.turn import Turn
from policy_kb.language.stems import stems


class TakeFeedback(ChiaroAction):
    """Keeps the words against the revision that was quoted; a second answer that did not help offers a person."""

    action_name = "action_take_feedback"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        asked = _asked(turn, runtime)
        if asked is not None:
            return answer_about(turn, runtime, asked)
        helped = turn.intent == "feedback_positive"
        kind: Literal["helped", "not_helped"] = "helped" if helped else "not_helped"
        runtime.records.feedback(turn, kind, runtime.topic(turn))
        thanks = Reply([runtime.composer.feedback(turn.language, kind)], failed=not helped)
        return with_survey(thanks, turn, runtime)


def _asked(turn: Turn, runtime: Runtime) -> str | None:
    """The policy that criticism asks about ("you did not tell me about the points"), or words before any answer."""
    if turn.policy_id is None and turn.intent == "feedback_negative":
        return question_in(turn, runtime)
    if turn.policy_id is None:
        return beyond_doubt(turn, runtime) if len(stems(turn.text, turn.language)) >= OWN_WORDS else None
    asked = beyond_doubt(turn, runtime) if turn.intent == "feedback_negative" else None
    return asked if asked != turn.policy_id else None
