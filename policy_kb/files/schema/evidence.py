"""What a rule rests on: a law of the company's list, or a study, feedback or practice written out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints, Tag

from policy_kb.files.schema.text import Day, Slug, Strict, TextPair, Url, tagged

Articles = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9a-z ,()/.-]*$", max_length=60)]


class LawEvidence(Strict):
    """A law by its id in `laws.yml`, with the articles meant."""

    law: Slug
    articles: Articles | None = None
    finding: TextPair


class OtherEvidence(Strict):
    """A study, customers' feedback or practice; the company's own are marked."""

    kind: Literal["study", "feedback", "practice"]
    own: bool = False
    citation: TextPair
    url: Url
    checked: Day
    finding: TextPair


Evidence = Annotated[
    Annotated[LawEvidence, Tag("LawEvidence")] | Annotated[OtherEvidence, Tag("OtherEvidence")],
    tagged("law", "LawEvidence", "OtherEvidence"),
]


class Law(Strict):
    """An entry of `laws.yml`."""

    citation: TextPair
    url: Url
    checked: Day
