"""`POST /api/chat`: one turn of a customer's conversation, answered in the response itself."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.admission import Admission
from web.body import read_document
from web.chat_request import ChatRequest, read_chat_request
from web.conversation_access import ConversationAccess
from web.inbox.bells import Bells, rings
from web.inbox.inbox import Inbox
from web.inbox.records import Arrival, Conversation
from web.language import Language
from web.messages import Message
from web.metrics import Metrics
from web.no_answer import NoAnswer
from web.openapi import REPLIED, body_of, problems_of
from web.problems import language_of_request
from web.settings import Settings

# A bell may be lost with the line to another process; then the answer is found by looking.
LOOK_SECONDS = 0.5
# Of the page's own patience (60 seconds), as much as leaves time to send the sentence that there is no answer.
PATIENCE_SECONDS = 50.0


@dataclass(frozen=True)
class ChatRoute:
    """Keeps a message in the inbox, waits for its answer, and hands it back with a fresh token."""

    settings: Settings
    access: ConversationAccess
    inbox: Inbox
    bells: Bells
    admission: Admission
    no_answer: NoAnswer
    metrics: Metrics

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter(prefix="/api")
        router.post(
            "/chat",
            response_model=None,
            openapi_extra=body_of(ChatRequest),
            responses=REPLIED | problems_of(400, 401, 409, 413, 415, 422, 429, 503),
        )(self.chat)
        return router

    async def chat(self, request: Request) -> Response:
        """Answer a customer's message, or the option that was chosen."""
        document = await read_document(request, self.settings.max_body, self.settings.deadline_seconds)
        chat_request = read_chat_request(document, self.settings.max_text)
        named = self._named(request, chat_request)
        await self.admission.check(request, named)
        conversation_id = named or self.access.tokens.new_id()
        page_language = language_of_request(request)
        number = await self._accept(conversation_id, chat_request, page_language)
        messages = await self._answer(conversation_id, number, page_language)
        return self.access.answer(request, conversation_id, {"messages": messages})

    def _named(self, request: Request, chat_request: ChatRequest) -> str | None:
        token = chat_request.conversation
        return self.access.named(request) if token is None else self.access.tokens.read(token)

    async def _accept(self, conversation_id: str, chat_request: ChatRequest, page_language: Language) -> int:
        now = self.inbox.clock()
        if await self.inbox.find(conversation_id) is None:
            await self.inbox.begin(Conversation(conversation_id, started_at=now))
        arrival = Arrival(
            conversation_id=conversation_id,
            client_id=f"chat-{secrets.token_hex(12)}",
            typed=chat_request.message,
            option=chat_request.option,
            hint=chat_request.language,
            page_language=page_language,
            at=now,
            # Somebody waits at the other end: shorter than where an answer can come later.
            answer_by=now + 2 * self.settings.deadline_seconds,
        )
        number, _ = await self.inbox.accept(arrival)
        self.metrics.accepted()
        return number

    async def _answer(self, conversation_id: str, number: int, page_language: Language) -> list[Message]:
        with self.bells.reader(conversation_id) as bell:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    while (event := await self.inbox.answer_to(conversation_id, number)) is None:
                        await rings(bell, LOOK_SECONDS)
                    return list(event.data["messages"])
            except TimeoutError:
                return [self.no_answer.message("late", page_language, None)]
