"""`GET /api/events`: what happens in a conversation, as a stream (Server-Sent Events) or by long polls."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from web.conversation_access import ConversationAccess
from web.errors import InboxUnavailableError, RefusalCode, RefusalError
from web.inbox.bells import Bells, rings
from web.inbox.inbox import Inbox
from web.inbox.records import Event, Progress
from web.openapi import EVENTS, EVENTS_PARAMETERS, problems_of

KEEPALIVE_SECONDS = 15.0
LONGEST_WAIT = 25.0
_LARGEST = 2**31 - 1
_STREAM = "text/event-stream"
_COMMENT = ": \n\n"
_AWAY_SECONDS = 1.0


@dataclass(frozen=True)
class EventsRoute:
    """Delivers events, each once and in order, to whoever says up to which number they had them."""

    access: ConversationAccess
    inbox: Inbox
    bells: Bells

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter(prefix="/api")
        router.get(
            "/events",
            response_model=None,
            openapi_extra=EVENTS_PARAMETERS,
            responses=EVENTS | problems_of(401, 403, 422, 429, 503),
        )(self.events)
        return router

    async def events(self, request: Request) -> Response:
        """Every event after the last that was had: at once, then as they come."""
        after, wait = _after(request), _wait(request)
        conversation = await self.access.required(request)
        if _STREAM not in request.headers.get("accept", ""):
            events = await self._poll(conversation.id, after, wait)
            return self.access.answer(request, conversation.id, {"events": [_document(event) for event in events]})
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = StreamingResponse(self._stream(conversation.id, after), media_type=_STREAM, headers=headers)
        self.access.keep(request, response, self.access.tokens.sign(conversation.id))
        return response

    async def _poll(self, conversation_id: str, after: int, wait: float) -> list[Event]:
        with self.bells.reader(conversation_id) as bell:
            progress = await self._progress(conversation_id, after)
            end = self.inbox.clock() + wait
            while not progress.events and not self.bells.closed and (left := end - self.inbox.clock()) > 0:
                await rings(bell, left)
                progress = await self._progress(conversation_id, after)
        return progress.events

    async def _progress(self, conversation_id: str, after: int) -> Progress:
        progress = await self.inbox.progress(conversation_id, after)
        if progress is None:
            raise RefusalError(RefusalCode.BAD_TOKEN)
        return progress

    async def _stream(self, conversation_id: str, after: int) -> AsyncIterator[str]:
        typing = False
        with self.bells.reader(conversation_id) as bell:
            yield _COMMENT
            while not self.bells.closed:
                try:
                    progress = await self.inbox.progress(conversation_id, after)
                except InboxUnavailableError:
                    yield _COMMENT
                    await rings(bell, _AWAY_SECONDS)
                    continue
                if progress is None:
                    return  # erased meanwhile
                for event in progress.events:
                    after = event.number
                    yield _written(event)
                if progress.typing != typing:
                    typing = progress.typing
                    yield _typing(typing)
                if not progress.more and not await rings(bell, KEEPALIVE_SECONDS):
                    yield _COMMENT


def _document(event: Event) -> dict[str, Any]:
    return {"type": event.kind, **event.document()}


def _written(event: Event) -> str:
    return f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(event.document(), ensure_ascii=False)}\n\n"


def _typing(on: bool) -> str:
    return f"event: typing\ndata: {json.dumps({'on': on})}\n\n"


def _after(request: Request) -> int:
    given = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
    if not (given.isascii() and given.isdecimal() and len(given) <= 10 and int(given) <= _LARGEST):
        raise RefusalError(RefusalCode.BAD_POSITION)
    return int(given)


def _wait(request: Request) -> float:
    try:
        wait = float(request.query_params.get("wait") or 0)
    except ValueError as error:
        raise RefusalError(RefusalCode.BAD_POSITION) from error
    if not 0 <= wait <= LONGEST_WAIT:
        raise RefusalError(RefusalCode.BAD_POSITION)
    return wait
