"""The body of `POST /api/chat`: what it may hold, and how a wrong one is refused."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from web.errors import RefusalCode
from web.fields import LanguageCode, SeenText, Text, check, check_length, wrong


class ChatRequest(BaseModel):
    """What a customer does in a turn: writes `message`, or takes the `option` offered with that payload."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    message: SeenText = None
    option: SeenText = None
    language: LanguageCode = None
    conversation: Text = None

    @model_validator(mode="after")
    def _one_of_two(self) -> ChatRequest:
        require_one(self.message, self.option)
        return self


def require_one(message: str | None, option: str | None) -> None:
    """Of a message and an option exactly one must be there; what it raises refuses the request."""
    if message is not None and option is not None:
        raise wrong(RefusalCode.TWO_MESSAGES)
    if message is None and option is None:
        raise wrong(RefusalCode.MISSING_MESSAGE)


def read_chat_request(document: Any, max_text: int) -> ChatRequest:
    """Check a decoded body; `max_text` is the longest message in characters.

    Raises:
        RefusalError: the first thing that is wrong with it.
    """
    request = check(document, ChatRequest)
    check_length(request.message, max_text)
    return request
