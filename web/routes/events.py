"""`GET /api/events`: what happens in a conversation, as a stream (Server-Sent Events) or by long polls."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from web.conversation_access import ConversationAccess
from web.errors import InboxUnavailableError, RefusalCode, RefusalError
from web.inbox.bells import Bell, Bells, rings
from web.inbox.inbox import Inbox
from web.inbox.places import Places
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
    places: Places

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
            return self.access.answer(request, conversation.id, await self._poll(conversation.id, after, wait))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = StreamingResponse(self._stream(conversation.id, after), media_type=_STREAM, headers=headers)
        self.access.keep(request, response, self.access.tokens.sign(conversation.id))
        return response

    async def _poll(self, conversation_id: str, after: int, wait: float) -> dict[str, Any]:
        with self.bells.reader(conversation_id) as bell:
            progress, ahead = await self._standing(conversation_id, after)
            end, before = self.inbox.clock() + wait, ahead
            while not progress.events and ahead == before and not self.bells.closed:
                if (left := end - self.inbox.clock()) <= 0:
                    break
                await rings(bell, left)
                progress, ahead = await self._standing(conversation_id, after)
        return {"events": [_document(event) for event in progress.events], "queue": {"ahead": ahead}}

    async def _standing(self, conversation_id: str, after: int) -> tuple[Progress, int | None]:
        progress = await self._progress(conversation_id, after)
        return progress, await self.places.ahead(conversation_id, progress.waits)

    async def _progress(self, conversation_id: str, after: int) -> Progress:
        progress = await self.inbox.progress(conversation_id, after)
        if progress is None:
            raise RefusalError(RefusalCode.BAD_TOKEN)
        return progress

    async def _stream(self, conversation_id: str, after: int) -> AsyncIterator[str]:
        told = _Told(conversation_id, after)
        with self.bells.reader(conversation_id) as bell:
            yield _COMMENT
            while not self.bells.closed:
                try:
                    pieces = await self._news(told, bell)
                except InboxUnavailableError:
                    bell.news = True  # for what was read was not told
                    yield _COMMENT
                    await rings(bell, _AWAY_SECONDS)
                    continue
                if pieces is None:
                    return  # erased meanwhile
                for piece in pieces:
                    yield piece
                if not told.had.more and not await rings(bell, KEEPALIVE_SECONDS):
                    bell.news = True
                    yield _COMMENT

    async def _news(self, told: _Told, bell: Bell) -> list[str] | None:
        """What is to be sent now; None where the conversation is gone. Nothing is read anew where nothing happened."""
        progress: Progress | None = replace(told.had, events=[])
        if bell.news or told.had.more:
            bell.news = False
            progress = await self.inbox.progress(told.conversation_id, told.after)
        if progress is None:
            return None
        return told.pieces(progress, await self.places.ahead(told.conversation_id, progress.waits))


@dataclass
class _Told:
    """What one stream has said so far; `had` is what was read last, `place` what was said of the queue."""

    conversation_id: str
    after: int
    had: Progress = field(default_factory=Progress)
    place: str = ""

    def pieces(self, progress: Progress, ahead: int | None) -> list[str]:
        """What is to be said of this, and remembers that it is."""
        pieces = [_written(event) for event in progress.events]
        if progress.events:
            self.after = progress.events[-1].number
        if progress.typing != self.had.typing:
            pieces.append(_state("typing", on=progress.typing))
        place = _state("queue", ahead=ahead)
        if place != self.place and not progress.more:
            self.place = place
            pieces.append(place)
        self.had = progress
        return pieces


def _document(event: Event) -> dict[str, Any]:
    return {"type": event.kind, **event.document()}


def _written(event: Event) -> str:
    return f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(event.document(), ensure_ascii=False)}\n\n"


def _state(kind: str, **data: Any) -> str:
    """How something stands now: without an id, since nobody need hear of it later."""
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"


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
