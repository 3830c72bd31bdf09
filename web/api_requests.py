"""The bodies of `POST /api/conversations` and `POST /api/messages`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from web.chat_request import require_one
from web.fields import LanguageCode, MessageId, SeenText, Text, check, check_length


class ConversationRequest(BaseModel):
    """A conversation to begin: in `language`, for the customer whom the signed `identity` names."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    language: LanguageCode = None
    identity: Text = None


class MessageRequest(BaseModel):
    """A message under the client's own `id`: the `text` that was typed, or the payload of an `option`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: MessageId
    text: SeenText = None
    option: SeenText = None
    language: LanguageCode = None

    @model_validator(mode="after")
    def _one_of_two(self) -> MessageRequest:
        require_one(self.text, self.option)
        return self


def read_conversation_request(document: Any) -> ConversationRequest:
    """Check a decoded body. Raises RefusalError."""
    return check(document, ConversationRequest)


def read_message_request(document: Any, max_text: int) -> MessageRequest:
    """Check a decoded body; `max_text` is the longest message in characters. Raises RefusalError."""
    request = check(document, MessageRequest)
    check_length(request.text, max_text)
    return request
