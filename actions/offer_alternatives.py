"""Offers what else is possible for this customer."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class OfferAlternatives(ChiaroAction):
    """The alternatives that data say are open."""

    action_name = "action_offer_alternatives"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return part_of_topic(turn, runtime, "alternatives")
