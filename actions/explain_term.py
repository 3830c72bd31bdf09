"""Explains a word by the clause that uses it."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class ExplainTerm(ChiaroAction):
    """The clauses in which the word asked about stands."""

    action_name = "action_explain_term"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "quote")
