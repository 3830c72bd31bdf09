"""A follow-up: one part of the answer about the topic of the conversation."""

from __future__ import annotations

from typing import Any

from actions.answering import answer_question
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import topic_of
from actions.turn import Turn
from actions.withdrawn import is_withdrawn, no_longer_in_force
from policy_kb.answer.composer import PartName
from policy_kb.answer.message import Message
from policy_kb.language.stems import stems


def part_of_topic(turn: Turn, runtime: Runtime, part: PartName) -> Reply:
    """That part for the topic; a message without any topic is answered as a question of its own."""
    policy_id = topic_of(turn, runtime)
    if policy_id is None:
        return no_longer_in_force(turn, runtime) if is_withdrawn(turn, runtime) else _without_topic(turn, runtime)
    if turn.policy_id is not None:
        message = _part(turn, runtime, part, policy_id)
        return about([message], [part], asks_of(message, part))
    # A first question: the part alone would leave the rule itself unsaid.
    explained = runtime.composer.answer(turn.wish(policy_id))
    if part in ("explanation", "steps"):
        return about(explained, ["explanation", "steps"])
    message = _part(turn, runtime, part, policy_id)
    return about([explained[0], message], ["explanation", part], asks_of(message, part))


def asks_of(message: Message, part: PartName) -> dict[str, Any] | None:
    """What a part asks of the customer, as the conversation remembers it."""
    if message.asks:
        return {"for": "fact", "fact": message.asks, "policy_id": message.policy_id}
    if part == "transition" and message.buttons:
        return {"for": "transition", "policy_id": message.policy_id}
    return None


def _part(turn: Turn, runtime: Runtime, part: PartName, policy_id: str) -> Message:
    # A wish for an exception is asked about sending it; one question is enough.
    may_ask = turn.intent != "ask_exception"
    return runtime.composer.part(part, turn.asking_wish(policy_id) if may_ask else turn.wish(policy_id))


def _without_topic(turn: Turn, runtime: Runtime) -> Reply:
    result = runtime.composer.find(turn.query, turn.language)
    if result.decision == "do_not_know" or not stems(turn.text, turn.language):
        return Reply([runtime.composer.no_topic(turn.language)])
    return answer_question(turn, runtime)
