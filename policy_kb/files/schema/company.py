"""The company's own file, its laws, and the questions no policy governs."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, RootModel
from pydantic_core import PydanticCustomError

from policy_kb.files.schema.evidence import Law
from policy_kb.files.schema.resource import Resource
from policy_kb.files.schema.text import Slug, Strict, Text, TextPair, UrlPair


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise PydanticCustomError("time_zone", "is not a time zone") from None
    return value


class Company(Strict):
    """Name, mission, time zone, and the resources that policies share."""

    company_id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    name: Text
    mission: TextPair
    site: UrlPair
    policy_url: UrlPair
    time_zone: Annotated[str, AfterValidator(_time_zone)]
    default_language: Literal["it", "en"]
    resources: dict[Slug, Resource]
    # Policies on which representatives get no suggested replies.
    no_suggestions: list[Slug] = []


class Laws(RootModel[dict[Slug, Law]]):
    """`laws.yml`: laws by id."""


class OutOfScopeQuestions(Strict):
    """Lines that no policy governs, a language."""

    it: Annotated[list[Text], Field(min_length=20)]
    en: Annotated[list[Text], Field(min_length=20)]


class OutOfScope(Strict):
    """`out_of_scope.yml`."""

    questions: OutOfScopeQuestions
