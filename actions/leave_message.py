"""Keeps a message for a person."""

from __future__ import annotations

import re

from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn

# The word that announces a message, with what parts it from the text.
_ANNOUNCED = re.compile(
    r"^\W*(?:(?:vorrei )?lasci(?:o|are) un )?(?:messaggio\b)[\s:,.-]*"
    r"|^\W*(?:i(?:'d like| want) to )?(?:leave a )?message\b[\s:,.-]*",
    re.IGNORECASE,
)


class LeaveMessage(ChiaroAction):
    """A ticket with the customer's words; the word alone asks for them."""

    action_name = "action_leave_message"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        desk = runtime.composer.desk
        if not _ANNOUNCED.sub("", turn.text).strip():
            return Reply([desk.told(turn.language, "handoff.empty_message")], awaits={"for": "message"})
        number = runtime.records.ticket(turn, "message", runtime.topic(turn))
        return Reply([desk.message_left(turn.language, number)], handoff="requested")
