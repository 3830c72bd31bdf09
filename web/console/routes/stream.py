"""`/staff/console/stream`: what happens while a page is open, as pieces of the page (Server-Sent Events)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from time import monotonic

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.background import BackgroundTask

from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.colleagues import Colleagues
from web.console.listing import Chosen, QueueList
from web.console.offering import Offering
from web.console.page import PATH, ConsolePage
from web.console.records import Presence
from web.console.store import presence, queue
from web.console.view import Viewing, turns
from web.errors import InboxUnavailableError
from web.inbox.bells import Bell, Bells, rings
from web.inbox.database import Database
from web.inbox.inbox import Clock, Inbox
from web.inbox.records import Event
from web.inbox.store.holding import Person
from web.numbers import is_number

# The list is looked at so often, whether or not a bell rings, and drawn no more often while much happens.
LOOK_SECONDS = 1.0
# A search reads all messages: what was searched for is looked for anew only so often.
SEARCH_SECONDS = 10.0
# Whoever looks is heard of so often, and asked whether they still may.
SEEN_SECONDS = 10.0
_QUEUE = "queue"


@dataclass
class _Reader:
    """What one page has had so far."""

    staff: Staff
    chosen: Chosen
    conversation_id: str | None
    after: int
    newest: float = 0.0
    listed_at: float = -SEARCH_SECONDS
    seen_at: float = 0.0
    beside: list[Presence] = field(default_factory=list)
    suggested_for: int = -1
    head: str = ""


@dataclass(frozen=True)
class StreamRoute:
    """Sends pieces: `list`, `turns`, `head`, `presence`, `suggestions`; `gone` where nobody may look any more."""

    guard: Guard
    page: ConsolePage
    queue: QueueList
    viewing: Viewing
    colleagues: Colleagues
    offering: Offering
    inbox: Inbox
    database: Database
    bells: Bells
    clock: Clock

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH + "/stream", self.stream, methods=["GET"], response_model=None)
        return router

    async def stream(self, request: Request) -> Response:
        """Everything after what the page had when it was made."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        had = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
        after = int(had) if is_number(had, 9) else 0
        reader = _Reader(staff, Chosen.of(request), request.query_params.get("c") or None, after)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        # Not at the end of the pieces: where the page has gone, nothing is waited for in there any more.
        leave = BackgroundTask(self._leave, reader)
        return StreamingResponse(
            self._pieces(reader), media_type="text/event-stream", headers=headers, background=leave
        )

    async def _pieces(self, reader: _Reader) -> AsyncIterator[str]:
        with self.bells.reader(reader.conversation_id or f"{_QUEUE}-{reader.staff.id}") as bell:
            yield ": \n\n"
            while not self.bells.closed:
                if not await self._still_there(reader):
                    yield _written("gone", "")
                    return
                async for piece in self._news(reader, bell):
                    yield piece
                if not await rings(bell, LOOK_SECONDS):
                    yield ": \n\n"

    async def _news(self, reader: _Reader, bell: Bell) -> AsyncIterator[str]:
        try:
            if reader.conversation_id is not None:
                async for piece in self._of_conversation(reader, reader.conversation_id, bell):
                    yield piece
            listed = await self._list(reader) if self._is_list_due(reader) else None
            if listed is not None:
                yield listed
        except InboxUnavailableError:
            bell.news = True  # the next look may find it back

    async def _list(self, reader: _Reader) -> str | None:
        """The list, where anything happened since it was drawn."""
        # Asked before the list is read: what comes in between is news the next time.
        newest = await self.database.read(queue.newest)
        if newest == reader.newest:
            return None
        reader.newest, reader.listed_at = newest, monotonic()
        context = await self.queue.context(reader.chosen, reader.staff, reader.conversation_id)
        return _written("list", self.page.piece(reader.staff, "console/list.html", context))

    def _is_list_due(self, reader: _Reader) -> bool:
        return monotonic() - reader.listed_at >= (SEARCH_SECONDS if reader.chosen.words else LOOK_SECONDS)

    async def _of_conversation(self, reader: _Reader, conversation_id: str, bell: Bell) -> AsyncIterator[str]:
        if bell.news:
            bell.news = False
            async for piece in self._happened(reader, conversation_id, bell):
                yield piece
        beside = await self._beside(reader, conversation_id)
        if beside is not None:
            yield beside

    async def _happened(self, reader: _Reader, conversation_id: str, bell: Bell) -> AsyncIterator[str]:
        progress = await self.inbox.progress(conversation_id, reader.after)
        if progress is None:
            return
        bell.news = bell.news or progress.more
        asked = [event.number for event in progress.events if event.kind == "accepted"]
        suggestions = None
        if asked or reader.suggested_for < 0:
            reader.suggested_for = asked[-1] if asked else 0
            # Begun before anything is drawn: they take longest, and whoever asked has waited since.
            suggestions = asyncio.create_task(self.offering.html(conversation_id, reader.staff))
        try:
            if progress.events:
                yield await self._turns(reader, conversation_id, progress.events)
            if suggestions is not None:
                yield _written("suggestions", await suggestions or "")
        finally:
            if suggestions is not None:
                suggestions.cancel()
        if asked:
            account_id = reader.staff.id
            await self.database.write(lambda connection: presence.read(connection, conversation_id, account_id))
        if _changes_head(progress.events):
            head = await self._head(reader, conversation_id)
            if head != reader.head:
                reader.head = head
                yield head

    async def _turns(self, reader: _Reader, conversation_id: str, events: list[Event]) -> str:
        reader.after = events[-1].number
        titles = await self.queue.titles(reader.staff.language)
        context = {"turns": turns(events), "conversation_id": conversation_id, "titles": titles}
        return _written("turns", self.page.piece(reader.staff, "console/turns.html", context), reader.after)

    async def _head(self, reader: _Reader, conversation_id: str) -> str:
        view = await self.viewing.view(conversation_id, reader.staff)
        if view is None:
            return ""
        colleagues = await self.colleagues.of(reader.staff)
        context = {"view": view, "titles": view.known.titles, "colleagues": colleagues}
        return _written("head", self.page.piece(reader.staff, "console/head.html", context))

    async def _beside(self, reader: _Reader, conversation_id: str) -> str | None:
        """The colleagues who look, where that is news."""
        account_id, now = reader.staff.id, self.clock()
        beside = await self.database.read(
            lambda connection: presence.others(connection, conversation_id, account_id, now)
        )
        if beside == reader.beside:
            return None
        reader.beside = beside
        return _written("presence", self.page.piece(reader.staff, "console/presence.html", {"beside": beside}))

    async def _still_there(self, reader: _Reader) -> bool:
        """Whether this representative may go on looking; colleagues are told that they do."""
        now = self.clock()
        if now - reader.seen_at < SEEN_SECONDS:
            return True
        if not await self.guard.holds(reader.staff, Role.REPRESENTATIVE):
            return False
        reader.seen_at = now
        if reader.conversation_id is not None:
            await self._look(reader.conversation_id, reader.staff, now)
        return True

    async def _look(self, conversation_id: str, staff: Staff, now: float) -> None:
        person = Person(staff.id, staff.name)
        try:
            await self.database.write(lambda connection: presence.looks(connection, conversation_id, person, now))
        except InboxUnavailableError:
            return  # presence is a courtesy

    async def _leave(self, reader: _Reader) -> None:
        if reader.conversation_id is None:
            return
        conversation_id, person = reader.conversation_id, Person(reader.staff.id, reader.staff.name)
        try:
            await self.database.write(lambda connection: presence.left(connection, conversation_id, person))
        except InboxUnavailableError:
            return  # it goes by itself after a while


def _changes_head(events: list[Event]) -> bool:
    return any(event.kind in ("state", "reply", "failed", "person") for event in events)


def _written(kind: str, html: str, number: int | None = None) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines() or [""])
    return (f"id: {number}\n" if number is not None else "") + f"event: {kind}\n{lines}\n"
