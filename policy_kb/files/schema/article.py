"""A policy article's file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Tag

from policy_kb.bilingual import Language
from policy_kb.files.schema.alternative import CustomerGroup, OrderState
from policy_kb.files.schema.policy_file import PolicyFile
from policy_kb.files.schema.revision import Revision
from policy_kb.files.schema.text import Day, ShortTextPair, Slug, Strict, Text, TextPair, tagged

MIN_QUESTIONS = 15
DecidingDay = Literal["today", "order_date"]


class MostlyFor(Strict):
    """Who mostly asks about a policy; what is left out is all the same."""

    customer_group: list[CustomerGroup] | None = None
    order_state: list[OrderState] | None = None


class AskedCase(Strict):
    """An example question of which it is said for which case of the newest revision it asks."""

    case: Slug
    text: Text


AnyQuestion = Annotated[
    Annotated[AskedCase, Tag("AskedCase")] | Annotated[Text, Tag("Text")], tagged("case", "AskedCase", "Text")
]


class Questions(Strict):
    """What customers write about the article, at least 15 a language."""

    it: Annotated[list[AnyQuestion], Field(min_length=MIN_QUESTIONS)]
    en: Annotated[list[AnyQuestion], Field(min_length=MIN_QUESTIONS)]

    def asked(self, language: Language) -> list[tuple[str, str | None]]:
        """The questions of a language, each with the case that it asks for, where that is said."""
        written = self.it if language == "it" else self.en
        return [(one.text, one.case) if isinstance(one, AskedCase) else (one, None) for one in written]

    def texts(self, language: Language) -> list[str]:
        """The questions of a language."""
        return [text for text, _ in self.asked(language)]


class Article(Strict):
    """One policy article with all its revisions, newest first.

    `decided_by`: the day that decides which revision holds for a customer. `mostly_for`: where words leave open which
    policy is meant, it is likelier this one for them than for others.
    """

    policy_id: Slug
    title: ShortTextPair
    owner: TextPair
    review_by: Day
    decided_by: DecidingDay = "today"
    mostly_for: MostlyFor | None = None
    questions: Questions
    policy: PolicyFile
    revisions: Annotated[list[Revision], Field(min_length=1)]
