"""Sends a request for an exception to the one who decides."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.loose import text
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from actions.withdrawn import no_longer_in_force


class RequestException(ChiaroAction):
    """A ticket with everything known, once the customer says yes; nothing for a no."""

    action_name = "action_request_exception"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        desk, policy_id = runtime.composer.desk, text(turn.awaiting.get("policy_id"))
        if turn.intent == "deny":
            return Reply([desk.told(turn.language, "exception.declined")])
        if not runtime.composer.knows(policy_id):
            return no_longer_in_force(turn, runtime)
        version = runtime.composer.context(turn.wish(policy_id)).revision.version
        number = runtime.records.ticket(turn, "exception", (policy_id, version))
        return Reply([desk.exception_sent(turn.language, policy_id, number)], handoff="requested")
