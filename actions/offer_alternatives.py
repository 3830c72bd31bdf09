"""Offers what else is possible for this customer."""

from __future__ import annotations

from dataclasses import replace

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class OfferAlternatives(ChiaroAction):
    """The alternatives that data say are open; a wish for an exception can be sent to the one who decides."""

    action_name = "action_offer_alternatives"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        reply = part_of_topic(turn, runtime, "alternatives")
        shown = [message for message in reply.messages if message.kind == "alternatives"]
        return _with_exception(reply, turn, runtime) if shown and turn.intent == "ask_exception" else reply


def _with_exception(reply: Reply, turn: Turn, runtime: Runtime) -> Reply:
    last, desk = reply.messages[-1], runtime.composer.desk
    policy_id = str(last.policy_id)
    offer = desk.exception_offer(turn.language, policy_id)
    asking = replace(last, text=f"{last.text}\n\n{offer}", buttons=desk.yes_or_no(turn.language))
    awaits = {"for": "exception", "policy_id": policy_id}
    return replace(reply, messages=[*reply.messages[:-1], asking], awaits=awaits)
