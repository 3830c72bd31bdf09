"""Notes a fact that a customer tells about themselves or their order."""

from __future__ import annotations

from dataclasses import replace

from actions.answering import answer_about, settle
from actions.base import ChiaroAction
from actions.facts import facts_in
from actions.reply import Reply
from actions.runtime import Runtime
from actions.topic import is_sure
from actions.turn import Turn


class NoteFact(ChiaroAction):
    """Keeps the fact; where a policy is in question, says what it changes."""

    action_name = "action_note_fact"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. A sure question in the message is answered, the fact kept all the same."""
        stated = facts_in(turn.text)
        facts = {**turn.facts, **stated}
        result = runtime.composer.find(turn.text, turn.language)
        if turn.policy_id is None and not stated and result.decision != "do_not_know":
            return settle(turn, runtime, result)  # "please stop order 12345" tells nothing to note: it is a wish
        if is_sure(result) and result.candidates[0].policy_id != turn.policy_id:
            reply = answer_about(turn, runtime, result.candidates[0].policy_id)
            return Reply(reply.messages, slots={**reply.slots, "facts": facts}, failed=False)
        noted = runtime.composer.noted(turn.language)
        if turn.policy_id is None or not runtime.composer.knows(turn.policy_id):
            return Reply([noted], slots={"facts": facts})
        others = runtime.composer.part("alternatives", replace(turn, facts=facts).wish(turn.policy_id))
        return Reply([noted, others], slots={"facts": facts}, failed=False)
