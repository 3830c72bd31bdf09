"""Which conversation a request is about, and the token that is handed back with each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from web.conversation_token import COOKIE, COOKIE_PATH, ConversationTokens
from web.errors import RefusalCode, RefusalError
from web.inbox.inbox import Inbox
from web.inbox.records import Conversation


@dataclass(frozen=True)
class ConversationAccess:
    """Reads `Authorization: Bearer TOKEN`, else the cookie; `seconds` is how long a token and the cookie last."""

    tokens: ConversationTokens
    inbox: Inbox
    seconds: int

    def named(self, request: Request) -> str | None:
        """The id of the conversation that a request names, or None where it names none.

        Raises:
            RefusalError: the token is not good.
        """
        token = self.bearer(request) or request.cookies.get(COOKIE)
        return None if token is None else self.tokens.read(token)

    def bearer(self, request: Request) -> str | None:
        """The token of the header `Authorization`. Raises RefusalError for another scheme."""
        header = request.headers.get("authorization")
        if header is None:
            return None
        scheme, _, token = header.strip().partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise RefusalError(RefusalCode.BAD_TOKEN)
        return token.strip()

    async def required(self, request: Request) -> Conversation:
        """The conversation that a request names.

        Raises:
            RefusalError: it names none, or one that is not there (any more).
        """
        conversation_id = self.named(request)
        found = None if conversation_id is None else await self.inbox.find(conversation_id)
        if found is None:
            raise RefusalError(RefusalCode.BAD_TOKEN)
        return found

    def answer(
        self, request: Request, conversation_id: str, document: Mapping[str, Any], status: int = 200
    ) -> JSONResponse:
        """A response with a fresh token in `conversation` and in the cookie."""
        token = self.tokens.sign(conversation_id)
        response = JSONResponse({"conversation": token, **document}, status)
        self.keep(request, response, token)
        return response

    def keep(self, request: Request, response: Response, token: str) -> None:
        """Put the token into the cookie."""
        response.set_cookie(
            COOKIE,
            token,
            max_age=self.seconds,
            path=COOKIE_PATH,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
