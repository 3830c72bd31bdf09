"""The line to Rasa's REST channel."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from pydantic_core import from_json

from web.errors import RasaBrokenError, RasaEmptyError, RasaTooLateError, RasaUnreachableError
from web.language import Language
from web.messages import Message

_OK = 200


class Rasa:
    """Takes turns with Rasa; each has `deadline` seconds from the call to the last byte of the answer."""

    def __init__(self, client: httpx.AsyncClient, address: str, deadline: float) -> None:
        self._client = client
        self._webhook = address.rstrip("/") + "/webhooks/rest/webhook"
        self._conversations = address.rstrip("/") + "/conversations"
        self._deadline = deadline

    async def talk(
        self, sender: str, text: str, language: Language | None, customer_id: str | None = None
    ) -> list[Message]:
        """Send one turn; `language` is the page's, which Rasa's side may use as a hint, `customer_id` a verified
        customer's.

        Raises:
            RasaError: there is no answer to show; its class says why.
        """
        body: dict[str, Any] = {"sender": sender, "message": text}
        metadata = {"language": language, "customer_id": customer_id}
        if known := {name: value for name, value in metadata.items() if value}:
            body["metadata"] = known
        try:
            async with asyncio.timeout(self._deadline):
                response = await self._client.post(self._webhook, json=body)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise RasaTooLateError("no answer within the deadline") from error
        except httpx.HTTPError as error:
            raise RasaUnreachableError(type(error).__name__) from error
        return read_reply(response.status_code, response.content)

    async def is_with_a_person(self, sender: str) -> bool:
        """Whether a representative has the conversation, so that no answer is right; False where Rasa cannot tell."""
        address = f"{self._conversations}/{sender}/tracker"
        try:
            async with asyncio.timeout(self._deadline):
                response = await self._client.get(address, params={"include_events": "NONE"})
            return bool(_handoff(from_json(response.content)) == "active")
        except (TimeoutError, httpx.HTTPError, ValueError):
            return False


def _handoff(tracker: Any) -> Any:
    slots = tracker.get("slots") if isinstance(tracker, dict) else None
    conversation = slots.get("conversation") if isinstance(slots, dict) else None
    return conversation.get("handoff") if isinstance(conversation, dict) else None


def read_reply(status: int, content: bytes) -> list[Message]:
    """The messages of an answer of Rasa, without those that have no text and without the sender's id.

    Raises:
        RasaEmptyError: the list is empty.
        RasaBrokenError: nothing of it can be shown.
    """
    if status != _OK:
        raise RasaBrokenError(f"status {status}")
    try:
        # Unlike the standard library's, this reader refuses what could not be written out again:
        # half surrogate pairs, NaN, endless nesting.
        reply = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise RasaBrokenError("not JSON") from error
    if not isinstance(reply, list):
        raise RasaBrokenError("not a list")
    if not reply:
        raise RasaEmptyError("empty list")
    messages = [_without_recipient(item) for item in reply if _has_text(item)]
    if not messages:
        raise RasaBrokenError("no message with text")
    return messages


def _has_text(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("text"), str) and bool(item["text"].strip())


def _without_recipient(item: dict[str, Any]) -> Message:
    return {key: value for key, value in item.items() if key != "recipient_id"}
