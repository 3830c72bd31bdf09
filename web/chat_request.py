"""The body of `POST /api/chat`: what it may hold, and how a wrong one is refused."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from web.customer_text import has_broken_characters, has_control_characters, is_blank
from web.errors import RefusalCode, RefusalError
from web.language import Language, is_language


def _not_null(value: Any) -> Any:
    if value is None:
        raise _wrong(RefusalCode.WRONG_TYPE)
    return value


def _clean(value: str | None) -> str | None:
    if value is not None and has_control_characters(value):
        raise _wrong(RefusalCode.CONTROL_CHARACTERS)
    return value


def _seen(value: str | None) -> str | None:
    if value is not None and is_blank(value):
        raise _wrong(RefusalCode.BLANK)
    return value


def _code(value: Any) -> Any:
    if isinstance(value, str) and not is_language(value):
        unclean = has_control_characters(value)
        raise _wrong(RefusalCode.CONTROL_CHARACTERS if unclean else RefusalCode.UNKNOWN_LANGUAGE)
    return value


def _wrong(code: RefusalCode) -> PydanticCustomError:
    return PydanticCustomError(code.value, code.value)


# A field may be left out, but `null` is not a way of leaving it out.
_Text = Annotated[str | None, BeforeValidator(_not_null), AfterValidator(_clean)]


class ChatRequest(BaseModel):
    """What a customer does in a turn: writes `message`, or takes the `option` offered with that payload."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    message: Annotated[_Text, AfterValidator(_seen)] = None
    option: Annotated[_Text, AfterValidator(_seen)] = None
    language: Annotated[Language | None, BeforeValidator(_not_null), BeforeValidator(_code)] = None
    conversation: _Text = None

    @model_validator(mode="after")
    def _one_of_two(self) -> ChatRequest:
        if self.message is not None and self.option is not None:
            raise _wrong(RefusalCode.TWO_MESSAGES)
        if self.message is None and self.option is None:
            raise _wrong(RefusalCode.MISSING_MESSAGE)
        return self


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


def read_chat_request(document: Any, max_text: int) -> ChatRequest:
    """Check a decoded body; `max_text` is the longest message in characters.

    Raises:
        RefusalError: the first thing that is wrong with it.
    """
    if not isinstance(document, dict):
        raise RefusalError(RefusalCode.NOT_AN_OBJECT)
    if any(has_broken_characters(text) for text in _texts(document)):
        raise RefusalError(RefusalCode.BROKEN_CHARACTERS)
    try:
        request = ChatRequest.model_validate(document)
    except ValidationError as error:
        raise RefusalError(_refusal_code(error)) from error
    if len(request.message or "") > max_text:
        raise RefusalError(RefusalCode.TOO_LONG, limit=max_text, length=len(request.message or ""))
    return request


def _texts(document: dict[str, Any]) -> list[str]:
    return [text for pair in document.items() for text in pair if isinstance(text, str)]


def _refusal_code(error: ValidationError) -> RefusalCode:
    kind = error.errors(include_url=False, include_input=False, include_context=False)[0]["type"]
    if kind == "extra_forbidden":
        return RefusalCode.UNKNOWN_FIELD
    return RefusalCode(kind) if kind in set(RefusalCode) else RefusalCode.WRONG_TYPE
