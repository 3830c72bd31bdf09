"""Asks for more time with an old rule."""

from __future__ import annotations

from datetime import date

from actions.base import ChiaroAction
from actions.loose import text
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from actions.withdrawn import no_longer_in_force
from policy_kb.answer.context import AnswerContext
from policy_kb.answer.grace import last_day
from policy_kb.answer.wording import say_date


class RequestGrace(ChiaroAction):
    """A ticket for a person to approve, with the day that the customer needs, within the limit of the policy."""

    action_name = "action_request_grace"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        desk, policy_id = runtime.composer.desk, text(turn.awaiting.get("policy_id")) or turn.policy_id
        if turn.intent == "deny":
            return Reply([desk.told(turn.language, "grace.declined")])
        if policy_id is None or not runtime.composer.knows(policy_id):
            return no_longer_in_force(turn, runtime)
        return _ask(turn, runtime, runtime.composer.context(turn.wish(policy_id)))


def _ask(turn: Turn, runtime: Runtime, context: AnswerContext) -> Reply:
    desk, latest = runtime.composer.desk, last_day(context)
    if latest is None or context.revision.transition is None:
        return Reply([desk.told(turn.language, "grace.none")])
    wanted, free_until = _wanted(turn) or latest, context.revision.transition.old_rule_until
    policy_id, until = context.revision.policy_id, say_date(turn.language, latest)
    awaits = {"for": "transition", "policy_id": policy_id}
    if wanted > latest:
        return Reply([desk.told(turn.language, "grace.beyond", until=until)], awaits=awaits)
    if wanted <= free_until:
        free = say_date(turn.language, free_until)
        return Reply([desk.told(turn.language, "grace.needless", until=free, grace=until)], awaits=awaits)
    number = runtime.records.ticket(turn, "grace", (policy_id, context.revision.version), wanted)
    return Reply([desk.grace_sent(turn.language, number, wanted)], handoff="requested", awaits=awaits)


def _wanted(turn: Turn) -> date | None:
    try:
        return date.fromisoformat(turn.entities.get("date", ""))
    except ValueError:
        return None
