"""Says where it is written, word for word."""

from __future__ import annotations

from dataclasses import replace

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class QuoteSource(ChiaroAction):
    """The clauses that fit, with the laws behind them."""

    action_name = "action_quote_source"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. "Where is that written?" is about what was answered, so the clause must fit both."""
        return part_of_topic(replace(turn, asked_before=turn.question), runtime, "quote")
