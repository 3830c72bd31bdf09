"""What a conversation remembers from one turn to the next."""

from __future__ import annotations

from typing import Any

from actions.again import marks_of
from actions.conversation import Conversation
from actions.reply import Reply
from actions.turn import Turn

# Levels and policies that are kept; a longer history is in the tracker store.
MOST_KEPT = 30


def kept_slots(turn: Turn, reply: Reply, conversation: Conversation) -> dict[str, Any]:
    """The slots after a turn, by name."""
    phrases = [message.phrase for message in reply.messages if message.phrase]
    return {
        "language": turn.language,
        "conversation": conversation.as_dict(),
        "used_phrases": [*turn.used_phrases, *phrases],
        "failures": {None: turn.failures, True: turn.failures + 1, False: 0}[reply.failed],
        "facts": turn.facts,
        "awaiting": reply.awaits,
        "question": _question(turn, reply),
        "just_said": marks_of(reply.messages),
        "asked": _asked(turn, reply),
        "history": _history(turn, reply),
        **reply.slots,
    }


def _question(turn: Turn, reply: Reply) -> str:
    answered = {"explanation", "detail"} & set(reply.slots.get("last_answer") or [])
    return turn.text if answered and not turn.text.startswith("/") else turn.question


def _asked(turn: Turn, reply: Reply) -> list[str]:
    fact = (reply.awaits or {}).get("fact")
    return [*turn.asked, fact] if fact and fact not in turn.asked else [*turn.asked]


def _history(turn: Turn, reply: Reply) -> dict[str, list[str]]:
    spoken = [message.policy_id for message in reply.messages if message.policy_id is not None]
    topics = list(dict.fromkeys([*turn.topics, *spoken]))
    return {"moods": [*turn.moods, turn.level][-MOST_KEPT:], "topics": topics[-MOST_KEPT:]}
