"""`POST /api/chatwoot/webhook`: what Chatwoot tells its agent bot.

Chatwoot waits five seconds for an answer, tries again where it is told to come later, and else gives the conversation
to a person: what cannot be kept is thus not lost.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from web.body import read_body
from web.chatwoot.gate import Gate
from web.chatwoot.receiving import Receiving
from web.chatwoot.webhook import read_webhook
from web.errors import InboxUnavailableError, RefusalCode, RefusalError
from web.fields import read_json

PATH = "/api/chatwoot/webhook"
# With a message come its conversation, contact and inbox, with whatever attributes a company gave them.
MOST_BYTES = 1024 * 1024
READ_SECONDS = 4.0
KEEP_SECONDS = 4.0
AGAIN_SECONDS = 3


@dataclass(frozen=True)
class WebhookRoute:
    """Checks, reads and keeps."""

    gate: Gate
    receiving: Receiving

    def router(self) -> APIRouter:
        """The route, to be included in the app; where nothing is signed, its address ends with the secret."""
        router = APIRouter()
        router.add_api_route(PATH, self.receive, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/{secret}", self.receive, methods=["POST"], response_model=None)
        return router

    async def receive(self, request: Request) -> Response:
        """Answer at once; what the assistant says comes later, by Chatwoot's API."""
        body = await read_body(request, MOST_BYTES, READ_SECONDS)
        self.gate.check(request, body, request.path_params.get("secret"))
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise RefusalError(RefusalCode.WRONG_CONTENT_TYPE)
        told = read_webhook(read_json(body))
        if told is None:
            return JSONResponse({"result": "ignored"})
        try:
            async with asyncio.timeout(KEEP_SECONDS):
                return JSONResponse({"result": await self.receiving.take(told)})
        except (InboxUnavailableError, TimeoutError) as error:
            # Chatwoot comes again after 429, not after 503.
            raise RefusalError(RefusalCode.TOO_MANY, retry_after=AGAIN_SECONDS) from error
