"""`POST /api/messages`: a customer's message is kept; its answer comes over `/api/events`."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.admission import Admission
from web.api_requests import MessageRequest, read_message_request
from web.body import read_document
from web.conversation_access import ConversationAccess
from web.errors import RefusalCode, RefusalError
from web.inbox.inbox import Inbox
from web.inbox.records import Arrival
from web.metrics import Metrics
from web.openapi import TAKEN, body_of, problems_of
from web.problems import language_of_request
from web.settings import Settings


@dataclass(frozen=True)
class MessageRoute:
    """Accepts messages."""

    settings: Settings
    access: ConversationAccess
    inbox: Inbox
    admission: Admission
    metrics: Metrics

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter(prefix="/api")
        router.post(
            "/messages",
            status_code=202,
            response_model=None,
            openapi_extra=body_of(MessageRequest),
            responses=TAKEN | problems_of(400, 401, 409, 413, 415, 422, 429, 503),
        )(self.accept)
        return router

    async def accept(self, request: Request) -> Response:
        """Keep a message; the same id with the same content is the same message, however often it is sent."""
        conversation_id = self.access.named(request)
        if conversation_id is None:
            raise RefusalError(RefusalCode.BAD_TOKEN)
        await self.admission.check(request, conversation_id)
        document = await read_document(request, self.settings.max_body, self.settings.deadline_seconds)
        message = read_message_request(document, self.settings.max_text)
        number, new = await self.inbox.accept(self._arrival(request, conversation_id, message))
        if new:
            self.metrics.accepted()
        return self.access.answer(request, conversation_id, {"id": message.id, "event": number}, 202)

    def _arrival(self, request: Request, conversation_id: str, message: MessageRequest) -> Arrival:
        now = self.inbox.clock()
        return Arrival(
            conversation_id=conversation_id,
            client_id=message.id,
            typed=message.text,
            option=message.option,
            hint=message.language,
            page_language=language_of_request(request),
            at=now,
            answer_by=now + self.settings.waiting_seconds,
        )
