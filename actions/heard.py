"""Customers who only let off steam."""

from __future__ import annotations

from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from actions.unsure import FALLBACK

# How likely an angry message must be one that lets off steam, where no intent is likely.
LEAST_VENT = 0.1


def lets_off_steam(turn: Turn) -> bool:
    """Whether a message that no policy governs is an outburst rather than a question: that there is no rule about it
    would be no answer to it."""
    is_outburst = turn.level == "angry" and "?" not in turn.text
    return turn.intent == FALLBACK and is_outburst and turn.likely.get("vent", 0.0) >= LEAST_VENT


def heard(turn: Turn, runtime: Runtime, failed: bool | None = None) -> Reply:
    """Offers a person, each time; the words of understanding come before it."""
    if turn.conversation.handoff == "none":
        return Reply(handoff="offered", failed=failed)
    return Reply([runtime.composer.desk.offer(turn.language)], awaits={"for": "handoff_offer"}, failed=failed)
