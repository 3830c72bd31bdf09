"""The fields that request bodies are made of, and how wrong ones are refused."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError
from pydantic_core import PydanticCustomError

from web.customer_text import has_broken_characters, has_control_characters, is_blank
from web.errors import RefusalCode, RefusalError
from web.language import Language, is_language

# What pydantic calls a field that is left out, or a number beyond what is possible.
_BAD_VALUES = frozenset({"missing", "greater_than_equal", "less_than_equal"})
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

Body = TypeVar("Body", bound=BaseModel)


def wrong(code: RefusalCode) -> PydanticCustomError:
    """What a check of a field raises, to have the request refused with `code`."""
    return PydanticCustomError(code.value, code.value)


def _not_null(value: Any) -> Any:
    if value is None:
        raise wrong(RefusalCode.WRONG_TYPE)
    return value


def _clean(value: str | None) -> str | None:
    if value is not None and has_control_characters(value):
        raise wrong(RefusalCode.CONTROL_CHARACTERS)
    return value


def _seen(value: str | None) -> str | None:
    if value is not None and is_blank(value):
        raise wrong(RefusalCode.BLANK)
    return value


def _code(value: Any) -> Any:
    if isinstance(value, str) and not is_language(value):
        unclean = has_control_characters(value)
        raise wrong(RefusalCode.CONTROL_CHARACTERS if unclean else RefusalCode.UNKNOWN_LANGUAGE)
    return value


def _id(value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value):
        raise wrong(RefusalCode.BAD_MESSAGE_ID)
    return value


# A field may be left out, but `null` is not a way of leaving it out.
Text = Annotated[str | None, BeforeValidator(_not_null), AfterValidator(_clean)]
SeenText = Annotated[Text, AfterValidator(_seen)]
LanguageCode = Annotated[Language | None, BeforeValidator(_not_null), BeforeValidator(_code)]
MessageId = Annotated[str, AfterValidator(_id)]


def read_json(body: bytes) -> Any:
    """Decode a body.

    Raises:
        RefusalError: not UTF-8, not JSON, or nested too deeply.
    """
    try:
        return json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RefusalError(RefusalCode.NOT_UTF8) from error
    except RecursionError as error:
        raise RefusalError(RefusalCode.TOO_DEEP) from error
    except ValueError as error:
        raise RefusalError(RefusalCode.NOT_JSON) from error


def check(document: Any, model: type[Body]) -> Body:
    """A decoded body as `model`.

    Raises:
        RefusalError: the first thing that is wrong with it.
    """
    if not isinstance(document, dict):
        raise RefusalError(RefusalCode.NOT_AN_OBJECT)
    if any(has_broken_characters(text) for text in _texts(document)):
        raise RefusalError(RefusalCode.BROKEN_CHARACTERS)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise RefusalError(_refusal_code(error)) from error


def check_length(text: str | None, most: int) -> None:
    """Raises RefusalError where `text` has more than `most` characters."""
    length = len(text or "")
    if length > most:
        raise RefusalError(RefusalCode.TOO_LONG, limit=most, length=length)


def _texts(document: dict[str, Any]) -> list[str]:
    return [text for pair in document.items() for text in pair if isinstance(text, str)]


def _refusal_code(error: ValidationError) -> RefusalCode:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    kind = first["type"]
    if kind == "extra_forbidden":
        return RefusalCode.UNKNOWN_FIELD
    if kind == "missing" and first["loc"] == ("id",):
        return RefusalCode.MISSING_MESSAGE_ID
    if kind in _BAD_VALUES:
        return RefusalCode.BAD_VALUE
    return RefusalCode(kind) if kind in set(RefusalCode) else RefusalCode.WRONG_TYPE
