"""Where help is found: a link, a brochure, a telephone line, a form, a training…"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, Tag, model_validator
from pydantic_core import PydanticCustomError

from policy_kb.files.schema.text import Day, Slug, Strict, TextPair, UrlPair, tagged

ResourceKind = Literal["link", "brochure", "phone", "form", "training", "seminar", "forum", "wiki", "shop"]
WeekDay = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_HOURS = re.compile(r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")


def _hours(value: str) -> str:
    if not _HOURS.match(value) or value[:5] >= value[6:]:
        raise PydanticCustomError("hours", "is not a span of hours")
    return value


def _moment(value: str) -> str:
    try:
        datetime.strptime(value, "%Y-%m-%d %H:%M")
    except ValueError:
        raise PydanticCustomError("moment", "is not a day and hour") from None
    return value


Hours = Annotated[str, AfterValidator(_hours)]
Moment = Annotated[str, AfterValidator(_moment)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ]{4,18}[0-9]$")]


class Resource(Strict):
    """A resource written out: telephone lines have a number, the others an address."""

    kind: ResourceKind
    title: TextPair
    url: UrlPair | None = None
    number: PhoneNumber | None = None
    hours: dict[WeekDay, Hours] | None = None
    dates: list[Moment] = []
    valid_until: Day | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.kind == "phone" and self.number is None:
            raise PydanticCustomError("phone_number", "is a telephone line without a number")
        if self.kind != "phone" and self.url is None:
            raise PydanticCustomError("resource_url", "has no address")
        return self


class SharedResource(Strict):
    """A resource of the company's own list, by its id."""

    use: Slug


AnyResource = Annotated[
    Annotated[SharedResource, Tag("SharedResource")] | Annotated[Resource, Tag("Resource")],
    tagged("use", "SharedResource", "Resource"),
]
