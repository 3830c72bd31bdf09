"""Several questions in one message."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from actions.clear_topic import NO_DOUBT, clear_topic
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.turn import Turn
from actions.words import read_words
from policy_kb.bilingual import Language
from policy_kb.search import prior
from policy_kb.search.prior import SURE, questions_in
from policy_kb.search.result import SearchResult

# More than these are read as one story.
MOST_PARTS = 5


@dataclass(frozen=True)
class Question:
    """A part of a message, and the policy that it is about."""

    text: str
    policy_id: str


def several_questions(turn: Turn, runtime: Runtime, whole: SearchResult) -> list[Question]:
    """The questions of a message that clearly asks about several policies; none where it asks about one or none.

    Sentences that end in a question mark, where there are two; else the halves of one that are joined by "and", where
    they leave no doubt. What the `whole` is clearly about comes first, and must be among them: else it is one story.
    """
    asking = questions_in(turn.text)
    if len(asking) == 1:
        parts = [part for part in _joins(turn.language).split(asking[0]) if part.strip()]
        questions = _about_different(parts, NO_DOUBT, turn, runtime)
    else:
        questions = _about_different(asking, SURE, turn, runtime)
    if whole.decision != "answer":
        return questions
    main = [question for question in questions if question.policy_id == whole.candidates[0].policy_id]
    return [*main, *(question for question in questions if question not in main)] if main else []


def clearer(whole: SearchResult, turn: Turn, runtime: Runtime) -> SearchResult:
    """What the one question in a longer message is about, where that is surer than of the `whole`."""
    return prior.clearer(whole, turn.text, lambda asked: runtime.composer.find(asked, turn.language, turn.known))


def answer_several(questions: list[Question], turn: Turn, runtime: Runtime) -> Reply:
    """The plain meaning of each; the steps are given on asking. What was answered last is the topic from here."""
    wishes = [turn.wish(question.policy_id, question.text) for question in questions]
    messages = [runtime.composer.part("explanation", wish) for wish in wishes]
    return replace(about(messages[::-1], ["explanation"]), messages=messages)


def _about_different(parts: list[str], least: float, turn: Turn, runtime: Runtime) -> list[Question]:
    if not 2 <= len(parts) <= MOST_PARTS:
        return []
    found: dict[str, Question] = {}
    for part in parts:
        topic = clear_topic(part.strip(), turn.language, least, runtime)
        if topic is not None:
            found.setdefault(topic, Question(part.strip(), topic))
    return list(found.values()) if len(found) >= 2 else []


@lru_cache(maxsize=2)
def _joins(language: Language) -> re.Pattern[str]:
    joins = "|".join(read_words("several.yml")[language])
    return re.compile(rf"(?:,|\b(?:{joins})\b)+", re.IGNORECASE)
