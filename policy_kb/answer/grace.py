"""More time with an old rule, within the limits that the policy sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy_kb.answer.context import AnswerContext
from policy_kb.answer.courses import courses
from policy_kb.answer.message import Button, Message
from policy_kb.answer.parts import transition
from policy_kb.answer.wording import entry, say, say_date


def last_day(context: AnswerContext) -> date | None:
    """The last day that may be asked for; None where the policy grants no more time, or that time is over."""
    days = context.revision.transition
    if days is None or days.grace_until is None or days.grace_until < context.now.date():
        return None
    return days.grace_until


def transition_with_offers(context: AnswerContext) -> Message:
    """The transition, and what can be asked for: more time, a place in a class."""
    language, grace, message = context.language, last_day(context), transition(context)
    lines, buttons = [message.text], []
    if grace is not None:
        lines.append(say(language, "grace.offer", until=say_date(language, grace)))
        buttons.append(_button(entry(language, "grace.button")))
    if courses(context):
        lines.append(say(language, "course.offer"))
        buttons.append(_button(entry(language, "course.button")))
    return replace(message, text="\n".join(lines), buttons=tuple(buttons))


def _button(word: str) -> Button:
    return Button(word, word)
