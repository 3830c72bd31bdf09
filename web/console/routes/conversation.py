"""`/staff/console/c/ID`: one conversation, and what the assistant understood of its turns."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup
from sqlalchemy import Row

from web.accounts.errors import StaffRefusalError
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.colleagues import Colleagues
from web.console.inserting import Insert, Inserting
from web.console.inside import inside_of
from web.console.knowledge import KnowledgeUnavailableError
from web.console.listing import Chosen, QueueList
from web.console.offering import Offering
from web.console.page import PATH, ConsolePage
from web.console.store.record import Record
from web.console.used import Used
from web.console.view import View, Viewing, turns
from web.errors import RefusalCode
from web.inbox.persons import Persons

ONE = PATH + "/c/{conversation_id}"


@dataclass(frozen=True)
class ConversationPages:
    """The page of a conversation."""

    guard: Guard
    page: ConsolePage
    queue: QueueList
    viewing: Viewing
    persons: Persons
    colleagues: Colleagues
    record: Record
    offering: Offering
    used: Used
    inserting: Inserting

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(ONE, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(ONE + "/inside/{number}", self.inside, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(ONE + "/suggestions", self.suggestions, methods=["GET", "HEAD"], response_model=None)
        return router

    async def show(self, request: Request, conversation_id: str) -> Response:
        """The whole page; what is unread is read then by whoever has the conversation."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        view = await self._view(conversation_id, staff)
        if view.is_mine:
            await self.persons.read(conversation_id)
        listed = await self.queue.context(Chosen.of(request), staff, conversation_id)
        context = {"view": view, "turns": turns(view.kept.events), "colleagues": await self.colleagues.of(staff)}
        taken = await self._taken(request, conversation_id, staff)
        context |= listed | {"taken": taken}
        return self.page.page(request, staff, "console/console.html", context)

    async def inside(self, request: Request, conversation_id: str, number: int) -> Response:
        """What was understood of one message."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        events = await asyncio.to_thread(self.record.events_of, conversation_id)
        context = {"inside": inside_of(events, number)}
        if "hx-request" in request.headers:
            return self.page.response(staff, "console/inside.html", context)
        return self._alone(request, staff, conversation_id, self.page.piece(staff, "console/inside.html", context))

    async def suggestions(self, request: Request, conversation_id: str) -> Response:
        """Suggested replies to the latest message, as a page of their own for whoever has no scripts."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        html = await self.offering.html(conversation_id, staff, plain=True)
        if html is None:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        return self._alone(request, staff, conversation_id, html)

    async def _taken(self, request: Request, conversation_id: str, staff: Staff) -> Row[Any] | Insert | None:
        """What the address puts into the reply: a suggestion, a part of a policy, a kept reply; None for nothing."""
        shown = await self.used.shown(conversation_id, request.query_params.get("take", ""))
        if shown is not None:
            return shown
        try:
            return await self.inserting.of(request.query_params, conversation_id, staff)
        except KnowledgeUnavailableError:
            return None

    def _alone(self, request: Request, staff: Staff, conversation_id: str, html: str) -> Response:
        context = {"piece": Markup(html), "conversation_id": conversation_id}
        return self.page.page(request, staff, "console/alone.html", context)

    async def _view(self, conversation_id: str, staff: Staff) -> View:
        view = await self.viewing.view(conversation_id, staff)
        if view is None:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        return view
