"""`POST /api/chat`: one turn of a customer's conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from web.body import read_body
from web.chat_request import ChatRequest, read_chat_request, read_json
from web.conversation_token import COOKIE, COOKIE_PATH, ConversationTokens
from web.errors import RefusalCode, RefusalError
from web.language import is_language
from web.problems import language_of_request
from web.settings import Settings
from web.turn import TakeTurn

_BODY = {"application/json": {"schema": ChatRequest.model_json_schema()}}
_OPENAPI = {"requestBody": {"required": True, "content": _BODY}}


@dataclass(frozen=True)
class ChatRoute:
    """Reads a request, takes the turn, and hands back the reply with a fresh token."""

    settings: Settings
    tokens: ConversationTokens
    take_turn: TakeTurn

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter(prefix="/api")
        router.post("/chat", openapi_extra=_OPENAPI, response_model=None)(self.chat)
        return router

    async def chat(self, request: Request) -> Response:
        """Answer a customer's message, or the option that was chosen."""
        chat_request = await self._read(request)
        conversation_id = self._conversation_id(request, chat_request)
        messages = await self.take_turn.run(conversation_id, chat_request, language_of_request(request))
        token = self.tokens.sign(conversation_id)
        response = JSONResponse({"conversation": token, "messages": messages})
        self._set_cookie(request, response, token)
        return response

    async def _read(self, request: Request) -> ChatRequest:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise RefusalError(RefusalCode.WRONG_CONTENT_TYPE)
        body = await read_body(request, self.settings.max_body, self.settings.deadline_seconds)
        document = read_json(body)
        request.state.language = _named_language(document)
        return read_chat_request(document, self.settings.max_text)

    def _conversation_id(self, request: Request, chat_request: ChatRequest) -> str:
        token = chat_request.conversation
        if token is None:
            token = request.cookies.get(COOKIE)
        return self.tokens.new_id() if token is None else self.tokens.read(token)

    def _set_cookie(self, request: Request, response: Response, token: str) -> None:
        response.set_cookie(
            COOKIE,
            token,
            max_age=self.settings.conversation_seconds,
            path=COOKIE_PATH,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )


def _named_language(document: Any) -> str | None:
    language = document.get("language") if isinstance(document, dict) else None
    return language if is_language(language) else None
