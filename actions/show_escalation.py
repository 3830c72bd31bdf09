"""Says who decides next."""

from __future__ import annotations

from actions.answering import answer_question
from actions.base import ChiaroAction
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import topic_of
from actions.turn import Turn


class ShowEscalation(ChiaroAction):
    """The chain of those who decide about the policy in question."""

    action_name = "action_show_escalation"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. Without a topic it is a question like any other: the complaints policy answers it."""
        policy_id = topic_of(turn, runtime)
        if turn.policy_id is None or policy_id is None:
            return answer_question(turn, runtime)
        return about([runtime.composer.escalation(turn.wish(policy_id))], ["escalation"])
