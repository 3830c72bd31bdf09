"""`GET /api/transcript`: the whole conversation, to keep."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from web.company import Company
from web.conversation_access import ConversationAccess
from web.inbox.inbox import Inbox
from web.language import Language, accepted_language
from web.openapi import TRANSCRIPT, problems_of
from web.problems import language_of_request
from web.transcript import as_document, as_text, entries_of
from web.wording import Wording

_TEXT = "text/plain"


@dataclass(frozen=True)
class TranscriptRoute:
    """Hands out transcripts, as JSON or as text in the customer's language."""

    access: ConversationAccess
    inbox: Inbox
    wording: dict[Language, Wording]
    company: Company

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter(prefix="/api")
        router.get("/transcript", response_model=None, responses=TRANSCRIPT | problems_of(401, 403, 503))(
            self.transcript
        )
        return router

    async def transcript(self, request: Request) -> Response:
        """Everything that was said in the conversation."""
        conversation = await self.access.required(request)
        entries = entries_of(await self.inbox.all_events(conversation.id))
        response: Response
        if _TEXT in request.headers.get("accept", ""):
            asked = accepted_language(request.headers.get("accept-language"))
            language = asked or conversation.language or language_of_request(request)
            words = self.wording[language].conversation
            response = PlainTextResponse(as_text(conversation, entries, words, self.company.name, language))
            response.headers["Content-Disposition"] = 'attachment; filename="chiaro.txt"'
            response.headers["Content-Language"] = language
        else:
            response = JSONResponse(as_document(conversation, entries))
        self.access.keep(request, response, self.access.tokens.sign(conversation.id))
        return response
