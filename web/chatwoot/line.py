"""The line to Chatwoot's API: posts messages and opens conversations, in the name of the agent bot.

https://developers.chatwoot.com/api-reference/messages/create-new-message and …/conversations/toggle-status
"""

from __future__ import annotations

import asyncio

import httpx
import structlog

from web.chatwoot.records import Outcome, Posting, Thread
from web.chatwoot.settings import ChatwootSettings
from web.chatwoot.webhook import KEY

_NOT_FOUND, _TOO_SLOW, _TOO_MANY = 404, 408, 429
# The bot's token is wrong, or may not do this: nothing is sent until somebody has mended it.
_FORBIDDEN = frozenset({401, 403})
# Nothing of a request was sent where these are raised.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
LONGEST_PAUSE = 3600.0


class Line:
    """Asks Chatwoot; each call ends with an outcome, whatever happens."""

    def __init__(self, client: httpx.AsyncClient, settings: ChatwootSettings, patience: float) -> None:
        """Take how many seconds each call has, from its beginning to the last byte of the answer."""
        self._client, self._patience = client, patience
        self._address = f"{str(settings.url).rstrip('/')}/api/v1/accounts"
        self._headers = {"api_access_token": settings.token}
        self._log = structlog.get_logger("web.chatwoot")

    async def post(self, thread: Thread, posting: Posting, key: str) -> Outcome:
        """Post a message; `key` comes back in Chatwoot's webhook about it."""
        attributes: dict[str, object] = {KEY: key}
        if posting.choices:
            attributes["items"] = [{"title": choice, "value": choice} for choice in posting.choices]
        body = {
            "content": posting.text,
            "message_type": "outgoing",
            "private": posting.private,
            "content_type": "input_select" if posting.choices else "text",
            "content_attributes": attributes,
        }
        return await self._send(thread, "messages", body)

    async def open(self, thread: Thread) -> Outcome:
        """Open a conversation, so that a person sees it."""
        return await self._send(thread, "toggle_status", {"status": "open"})

    async def _send(self, thread: Thread, act: str, body: dict[str, object]) -> Outcome:
        address = f"{self._address}/{thread.account}/conversations/{thread.number}/{act}"
        try:
            async with asyncio.timeout(self._patience):
                response = await self._client.post(address, json=body, headers=self._headers)
        except _BEFORE as error:
            self._log.warning("chatwoot is away", act=act, reason=type(error).__name__)
            return Outcome("unsent")
        except (TimeoutError, httpx.HTTPError) as error:
            self._log.warning("chatwoot gave no answer", act=act, reason=type(error).__name__)
            return Outcome("unknown")
        return self._outcome(response, act)

    def _outcome(self, response: httpx.Response, act: str) -> Outcome:
        status = response.status_code
        if response.is_success:
            return Outcome("done")
        self._log.warning("chatwoot refused", act=act, status=status)
        if status == _NOT_FOUND:
            return Outcome("gone")
        if status == _TOO_MANY or status in _FORBIDDEN or response.is_redirect:
            return Outcome("unsent", _retry_after(response))
        return Outcome("unknown" if status == _TOO_SLOW or response.is_server_error else "refused")


def _retry_after(response: httpx.Response) -> float:
    said = response.headers.get("retry-after", "")
    return min(float(said), LONGEST_PAUSE) if said.isascii() and said.isdecimal() else 0.0
