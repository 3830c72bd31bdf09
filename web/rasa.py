"""The line to Rasa's REST channel."""

from __future__ import annotations

import asyncio
from pathlib import PurePath
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
        self._parse = address.rstrip("/") + "/model/parse"
        self._conversations = address.rstrip("/") + "/conversations"
        self._status = address.rstrip("/") + "/status"
        self._deadline = deadline

    async def talk(
        self,
        sender: str,
        text: str,
        language: Language | None,
        customer_id: str | None = None,
        message: int | None = None,
    ) -> list[Message]:
        """Send one turn; `language` is the page's, which Rasa's side may use as a hint, `customer_id` a verified
        customer's, `message` the number under which Rasa's record of the turn is found again.

        Raises:
            RasaError: there is no answer to show; its class says why.
        """
        body: dict[str, Any] = {"sender": sender, "message": text}
        metadata = {"language": language, "customer_id": customer_id, "message": message}
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

    async def parse(self, text: str) -> dict[str, Any] | None:
        """What Rasa understands of a text (see contract: `/model/parse`); None where it cannot tell."""
        return await self._document("POST", self._parse, json={"text": text})

    async def slots(self, sender: str) -> dict[str, Any] | None:
        """What the conversation knows; None where Rasa cannot tell."""
        tracker = await self._document(
            "GET", f"{self._conversations}/{sender}/tracker", params={"include_events": "NONE"}
        )
        slots = (tracker or {}).get("slots")
        return slots if isinstance(slots, dict) else None

    async def model(self) -> str | None:
        """The name of the model's file that answers now; None where Rasa cannot tell."""
        file = (await self._document("GET", self._status) or {}).get("model_file")
        return PurePath(file).name if isinstance(file, str) else None

    async def _document(self, method: str, address: str, **request: Any) -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(self._deadline):
                response = await self._client.request(method, address, **request)
            document = from_json(response.content) if response.status_code == _OK else None
        except (TimeoutError, httpx.HTTPError, ValueError):
            return None
        return document if isinstance(document, dict) else None

    async def is_with_a_person(self, sender: str) -> bool:
        """Whether a representative has the conversation, so that no answer is right; False where Rasa cannot tell."""
        conversation = (await self.slots(sender) or {}).get("conversation")
        return isinstance(conversation, dict) and conversation.get("handoff") == "active"


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
