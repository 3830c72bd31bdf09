"""Texts in content files: never empty, never HTML, always in both languages."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints
from pydantic_core import PydanticCustomError

_HTML = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>|&(?:[a-z]+|#\d+);")
# C0 and C1 controls, and the marks that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _plain(text: str) -> str:
    if _HTML.search(text):
        raise PydanticCustomError("html", "holds an HTML tag")
    if _CONTROL.search(text):
        raise PydanticCustomError("control_character", "holds a control character")
    if text.startswith("/"):
        raise PydanticCustomError("leading_slash", "begins with a slash")
    return text


def _not_a_number(value: object) -> object:
    if isinstance(value, int | float):
        raise PydanticCustomError("date_type", "is not a day")
    return value


# Days may stand in quotes; a number is never taken for one.
Day = Annotated[date, Field(strict=False), BeforeValidator(_not_a_number)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_plain)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=60), AfterValidator(_plain)]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"'\x00-\x1f\x7f-\x9f]+$", max_length=300)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
ClauseNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*[a-z]?$", max_length=12)]


class Strict(BaseModel):
    """The base of every part of a file: unknown keys are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True)


def tagged(key: str, with_key: str, without: str) -> Discriminator:
    """Tells two forms of an entry apart by whether it has `key`, so that only the form meant complains."""

    def which(entry: object) -> str:
        has_key = key in entry if isinstance(entry, dict) else hasattr(entry, key)
        return with_key if has_key else without

    return Discriminator(which)


class TextPair(Strict):
    """A text in both languages."""

    it: Text
    en: Text


class ShortTextPair(Strict):
    """A short text (a button, a title) in both languages."""

    it: ShortText
    en: ShortText


class UrlPair(Strict):
    """An address a language."""

    it: Url
    en: Url
