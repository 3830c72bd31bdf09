"""Classes and seminars with a date, in which a customer can enrol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policy_kb.answer.context import AnswerContext
from policy_kb.answer.message import Button, Message
from policy_kb.answer.resources import coming_dates, is_valid
from policy_kb.answer.sources import revision_source
from policy_kb.answer.wording import say, say_moment

# A longer list is not read; it holds the soonest dates.
MOST_COURSES = 5
_KINDS = ("training", "seminar")


@dataclass(frozen=True)
class Course:
    """One date of a class or seminar, in the company's time."""

    title: str
    moment: datetime


def courses(context: AnswerContext) -> list[Course]:
    """The dates still to come of the revision's classes and seminars, soonest first."""
    found = [
        Course(row.present.title.in_language(context.language), moment)
        for row in context.revision.resources
        if row.present.kind in _KINDS and is_valid(row.present, context.now)
        for moment in coming_dates(row.present, context.now)
    ]
    return sorted(found, key=lambda course: course.moment)


def which_course(context: AnswerContext, found: list[Course]) -> Message:
    """Asks which of the soonest dates is meant, with a button each."""
    language, shown = context.language, found[:MOST_COURSES]
    lines = [
        say(language, "course.item", number=number, title=course.title, moment=say_moment(language, course.moment))
        for number, course in enumerate(shown, start=1)
    ]
    buttons = tuple(Button(str(number), str(number)) for number in range(1, len(shown) + 1))
    return _transition(context, "\n".join([say(language, "course.which"), *lines]), buttons)


def enrolled(context: AnswerContext, course: Course, number: str) -> Message:
    """Says that the customer is on the list, under which number."""
    moment = say_moment(context.language, course.moment)
    return _transition(
        context, say(context.language, "course.enrolled", title=course.title, moment=moment, number=number)
    )


def no_course(context: AnswerContext) -> Message:
    """Says that none is planned."""
    return _transition(context, say(context.language, "course.none"))


def _transition(context: AnswerContext, text: str, buttons: tuple[Button, ...] = ()) -> Message:
    return Message(
        kind="transition",
        language=context.language,
        text=text,
        policy_id=context.revision.policy_id,
        version=context.revision.version,
        sources=(revision_source(context.company, context.revision, context.language),),
        buttons=buttons,
    )
