"""A follow-up: one part of the answer about the topic of the conversation."""

from __future__ import annotations

from actions.answering import answer_question
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import topic_of
from actions.turn import Turn
from policy_kb.answer.composer import PartName
from policy_kb.language.stems import stems


def part_of_topic(turn: Turn, runtime: Runtime, part: PartName) -> Reply:
    """That part for the topic; a message without any topic is answered as a question of its own."""
    policy_id = topic_of(turn, runtime)
    if policy_id is None:
        return _without_topic(turn, runtime)
    if turn.policy_id is None:  # a first question: the part alone would leave the rule itself unsaid
        explained = runtime.composer.answer(turn.wish(policy_id))
        if part in ("explanation", "steps"):
            return about(explained, ["explanation", "steps"])
        return about([explained[0], runtime.composer.part(part, turn.wish(policy_id))], ["explanation", part])
    return about([runtime.composer.part(part, turn.wish(policy_id))], [part])


def _without_topic(turn: Turn, runtime: Runtime) -> Reply:
    result = runtime.composer.find(turn.text, turn.language)
    if result.decision == "do_not_know" or not stems(turn.text, turn.language):
        return Reply([runtime.composer.no_topic(turn.language)])
    return answer_question(turn, runtime)
