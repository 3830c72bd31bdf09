"""A policy article's file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from policy_kb.files.schema.policy_file import PolicyFile
from policy_kb.files.schema.revision import Revision
from policy_kb.files.schema.text import Day, ShortTextPair, Slug, Strict, Text, TextPair

MIN_QUESTIONS = 15


class Questions(Strict):
    """What customers write about the article, at least 15 a language."""

    it: Annotated[list[Text], Field(min_length=MIN_QUESTIONS)]
    en: Annotated[list[Text], Field(min_length=MIN_QUESTIONS)]


class Article(Strict):
    """One policy article with all its revisions, newest first."""

    policy_id: Slug
    title: ShortTextPair
    owner: TextPair
    review_by: Day
    questions: Questions
    policy: PolicyFile
    revisions: Annotated[list[Revision], Field(min_length=1)]
