"""Customers who only let off steam."""

from __future__ import annotations

from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from actions.unsure import FALLBACK
from policy_kb.search.prior import is_sure
from policy_kb.search.result import SearchResult

# How likely an angry message must be one that lets off steam, where no intent is likely.
LEAST_VENT = 0.1


def lets_off_steam(turn: Turn, result: SearchResult) -> bool:
    """Whether a message is an outburst that names no problem, as the search `result` of its words alone has it.

    Neither a sentence of some rule nor that there is no rule about it would be an answer to it.
    """
    if turn.intent != FALLBACK or turn.level != "angry" or "?" in turn.text or is_sure(result):
        return False
    return not turn.has_words or turn.likely.get("vent", 0.0) >= LEAST_VENT


def heard(turn: Turn, runtime: Runtime, failed: bool | None = None) -> Reply:
    """Offers a person, each time; the words of understanding come before it."""
    if turn.conversation.handoff == "none":
        return Reply(handoff="offered", failed=failed)
    return Reply([runtime.composer.desk.offer(turn.language)], awaits={"for": "handoff_offer"}, failed=failed)
