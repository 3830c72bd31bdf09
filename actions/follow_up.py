"""A follow-up: one part of the answer about the topic of the conversation."""

from __future__ import annotations

from typing import Any

from actions.answering import answer_question
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import topic_of
from actions.turn import Turn
from actions.which_topic import which_topic
from actions.withdrawn import is_withdrawn, no_longer_in_force
from policy_kb.answer.composer import PartName
from policy_kb.answer.message import Message
from policy_kb.language.stems import stems

# A part that is less surely asked for than this comes after what the rule says on the point.
SURE_PART = 0.7


def part_of_topic(turn: Turn, runtime: Runtime, part: PartName) -> Reply:
    """That part for the topic; a message without any topic is answered as a question of its own."""
    policy_id = topic_of(turn, runtime)
    if policy_id is None:
        return no_longer_in_force(turn, runtime) if is_withdrawn(turn, runtime) else _without_topic(turn, runtime)
    if turn.policy_id is not None:
        message = _part(turn, runtime, part, policy_id)
        point = _on_the_point(turn, runtime, message, policy_id)
        if point is None:
            return about([message], [part], asks_of(message, part))
        return about([point, message], ["detail", part], asks_of(message, part))
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


def _on_the_point(turn: Turn, runtime: Runtime, message: Message, policy_id: str) -> Message | None:
    is_enough = turn.confidence >= SURE_PART and not _tells_nothing(turn, runtime, message, policy_id)
    is_said = is_enough or message.kind == "explanation"
    return None if is_said else runtime.composer.detail(turn.wish(policy_id))


def _tells_nothing(turn: Turn, runtime: Runtime, message: Message, policy_id: str) -> bool:
    wish = turn.wish(policy_id)
    if message.kind == "change":
        return not runtime.composer.has_change(wish)
    return message.kind == "transition" and not runtime.composer.has_transition(wish)


def _without_topic(turn: Turn, runtime: Runtime) -> Reply:
    result = runtime.composer.find(turn.query, turn.language, turn.known)
    if result.decision == "do_not_know" or not stems(turn.text, turn.language):
        return which_topic(turn, runtime)
    return answer_question(turn, runtime)
