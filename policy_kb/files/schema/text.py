"""Texts in content files: never empty, never HTML, always in both languages."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

_HTML = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>|&(?:[a-z]+|#\d+);")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _plain(text: str) -> str:
    if _HTML.search(text):
        raise PydanticCustomError("html", "holds an HTML tag")
    if _CONTROL.search(text):
        raise PydanticCustomError("control_character", "holds a control character")
    if text.startswith("/"):
        raise PydanticCustomError("leading_slash", "begins with a slash")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_plain)]
ShortText = Annotated[Text, StringConstraints(max_length=60)]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"']+$", max_length=300)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Strict(BaseModel):
    """The base of every part of a file: unknown keys are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


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
