"""Records an objection to a rule, and says why the rule exists."""

from __future__ import annotations

from actions.answering import answer_question
from actions.base import ChiaroAction
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import topic_of
from actions.turn import Turn
from actions.withdrawn import is_withdrawn, no_longer_in_force


class RecordObjection(ChiaroAction):
    """Keeps the customer's words against the revision, then gives the reason and the alternatives."""

    action_name = "action_record_objection"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. An objection to no rule in particular is answered as a question."""
        if is_withdrawn(turn, runtime):
            return no_longer_in_force(turn, runtime)
        policy_id = topic_of(turn, runtime)
        if policy_id is None:
            return answer_question(turn, runtime)
        wish = turn.wish(policy_id)
        reason = runtime.composer.part("reason", wish)
        runtime.records.feedback(turn, "objection", (policy_id, reason.version))
        others = runtime.composer.part("alternatives", wish)
        noted = runtime.composer.feedback(turn.language, "objection")
        return about([noted, reason, others], ["reason", "alternatives"])
