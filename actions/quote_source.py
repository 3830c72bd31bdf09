"""Says where it is written, word for word."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class QuoteSource(ChiaroAction):
    """The clauses that fit, with the laws behind them."""

    action_name = "action_quote_source"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "quote")
