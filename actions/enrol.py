"""Puts a customer on the list of a class or seminar."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.loose import text
from actions.number_words import number_in
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.turn import Turn
from actions.withdrawn import no_longer_in_force
from policy_kb.answer.context import AnswerContext
from policy_kb.answer.courses import MOST_COURSES, Course, courses, enrolled, no_course, which_course


class Enrol(ChiaroAction):
    """Asks which date, then keeps the place; one date alone needs no question."""

    action_name = "action_enrol"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        policy_id = text(turn.awaiting.get("policy_id")) or turn.policy_id
        if turn.intent == "deny":
            return Reply([runtime.composer.desk.told(turn.language, "course.declined")])
        if policy_id is None or not runtime.composer.knows(policy_id):
            return no_longer_in_force(turn, runtime)
        return _enrol(turn, runtime, runtime.composer.context(turn.wish(policy_id)))


def _enrol(turn: Turn, runtime: Runtime, context: AnswerContext) -> Reply:
    found = courses(context)
    if not found:
        return about([no_course(context)], ["transition"])
    chosen = _chosen(turn, found)
    if chosen is None:
        awaits = {"for": "enrolment", "policy_id": context.revision.policy_id}
        return about([which_course(context, found)], ["transition"], awaits)
    topic = (context.revision.policy_id, context.revision.version)
    number = runtime.records.ticket(turn, "enrolment", topic, chosen.moment.date())
    return about([enrolled(context, chosen, number)], ["transition"])


def _chosen(turn: Turn, found: list[Course]) -> Course | None:
    number = number_in(turn.text) if turn.awaiting.get("for") == "enrolment" else None
    if number is not None and 1 <= number <= min(len(found), MOST_COURSES):
        return found[number - 1]
    day = turn.entities.get("date", "")
    on_day = [course for course in found if course.moment.date().isoformat() == day]
    return on_day[0] if on_day else found[0] if len(found) == 1 else None
