"""What customers ask about a rule again and again, with the plain answer for each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from policy_kb.files.schema.alternative import Eligibility
from policy_kb.files.schema.text import ClauseNumber, Slug, Strict, Text, TextPair

MIN_CASE_QUESTIONS = 3
MOST_GROUNDS = 2


class Told(Strict):
    """A direct answer, and what the customer does or what happens next."""

    answer: TextPair
    next: TextPair


class Variant(Told):
    """What is said instead to customers for whom everything in `eligibility` is known to hold."""

    eligibility: Eligibility


class CaseQuestions(Strict):
    """How customers ask for the case, at least 3 a language."""

    it: Annotated[list[Text], Field(min_length=MIN_CASE_QUESTIONS)]
    en: Annotated[list[Text], Field(min_length=MIN_CASE_QUESTIONS)]


class Case(Told):
    """One case: `answer` and `next` hold for a customer of whom nothing is known.

    `clauses` are the numbers of those it rests on, the main one first; `alternatives` the ids of those that fit it.
    """

    id: Slug
    variants: list[Variant] = []
    clauses: Annotated[list[ClauseNumber], Field(min_length=1, max_length=MOST_GROUNDS)]
    alternatives: list[Slug] = []
    questions: CaseQuestions
