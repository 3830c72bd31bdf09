"""Nothing is said twice in a row in the same words."""

from __future__ import annotations

import zlib
from dataclasses import replace

from actions.reply import Reply
from actions.turn import Turn
from policy_kb.answer.message import Message
from policy_kb.answer.wording import entry


def marks_of(messages: list[Message]) -> list[str]:
    """A short mark of each text, by which the next turn knows what was just said."""
    return [_mark(message.text) for message in messages]


def fresh(reply: Reply, turn: Turn) -> Reply:
    """The reply without what the turn before said in the same words.

    The first such message says that it is said again; of the others once is enough. Who has to ask for the same again
    was not helped by it. A question back stands as it is: it is never put twice.
    """
    repeated = [message for message in reply.messages if _mark(message.text) in turn.just_said]
    if not repeated or reply.awaits is not None:
        return reply
    kept = [message for message in reply.messages if message not in repeated]
    said = _said_again(repeated[0], turn)
    failed = True if reply.failed is False and not kept else reply.failed
    return replace(reply, messages=_in_order(reply.messages, kept, repeated[0], said), failed=failed)


def _said_again(message: Message, turn: Turn) -> Message:
    if message.kind == "feedback":
        texts: list[str] = entry(turn.language, "noted_again")
    else:
        texts = [f"{lead}\n{message.text}" for lead in entry(turn.language, "again")]
    return replace(message, text=next((text for text in texts if _mark(text) not in turn.just_said), texts[0]))


def _in_order(before: list[Message], kept: list[Message], first: Message, said: Message) -> list[Message]:
    return [said if message is first else message for message in before if message is first or message in kept]


def _mark(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
