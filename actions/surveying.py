"""Offers the survey at the right moment."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation import HEATED
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.answer.survey import first_question


def with_survey(reply: Reply, turn: Turn, runtime: Runtime) -> Reply:
    """The reply with the survey's first question: after an answer, once, and never to someone who is angry, who is let
    down right now, or who has refused."""
    heated = turn.level in HEATED or turn.conversation.level == "angry"
    if heated or turn.survey or not runtime.composer.knows(turn.policy_id) or turn.conversation.handoff == "requested":
        return reply
    if runtime.records.has_refused_surveys(turn):
        return replace(reply, slots={**reply.slots, "survey": "refused"})
    question = first_question(turn.language, str(turn.policy_id), turn.version)
    # Offered counts as asked: who goes on without a word is not asked again.
    slots = {**reply.slots, "survey": "offered"}
    return replace(reply, messages=[*reply.messages, question], slots=slots, awaits={"for": "survey_effort"})
