"""The other thing that a message asks for, beside what its action has answered."""

from __future__ import annotations

from dataclasses import replace

from actions.calling import call_person
from actions.follow_up import asks_of
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.answer.composer import PartName

PARTS: dict[str, PartName] = {
    "ask_steps": "steps",
    "ask_reason": "reason",
    "ask_source": "quote",
    "ask_change": "change",
    "ask_alternatives": "alternatives",
    "ask_exception": "alternatives",
    "ask_resources": "resources",
    "ask_transition": "transition",
    "ask_simpler": "simpler",
}


def with_second(reply: Reply, turn: Turn, runtime: Runtime) -> Reply:
    """The reply with the part that the message's second sentence asks for, or with a person where it calls one."""
    if turn.second_intent == "request_human":
        return _with_handoff(reply, turn, runtime)
    part = PARTS.get(turn.second_intent)
    topics = {message.policy_id for message in reply.messages if message.policy_id is not None}
    if part is None or len(topics) != 1:
        return reply
    added = runtime.composer.part(part, turn.wish(topics.pop()))
    if any(added.kind == message.kind for message in reply.messages):
        return reply
    slots = {**reply.slots, "last_answer": [*reply.slots.get("last_answer", []), part]}
    return replace(reply, messages=[*reply.messages, added], slots=slots, awaits=asks_of(added, part))


def _with_handoff(reply: Reply, turn: Turn, runtime: Runtime) -> Reply:
    if reply.handoff is not None or turn.conversation.handoff == "active":
        return reply
    handoff = call_person(turn, runtime)
    return replace(reply, messages=[*reply.messages, handoff], handoff="requested")
