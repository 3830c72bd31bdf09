"""The company's glossary: words of its rules, explained."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from policy_kb.files.schema.text import ShortText, Slug, Strict, TextPair

Names = Annotated[list[ShortText], Field(min_length=1, max_length=8)]


class TermNames(Strict):
    """How customers write a term: plurals and usual misspellings too."""

    it: Names
    en: Names


class Term(Strict):
    """A word and its explanation in one or two sentences."""

    id: Slug
    names: TermNames
    text: TextPair


class Glossary(RootModel[list[Term]]):
    """`glossary.yml`: a list of terms."""
