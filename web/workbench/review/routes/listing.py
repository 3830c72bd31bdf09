"""`/staff/workbench/review`: what went wrong, grouped by likeness; and the last decisions, to be undone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.inbox.database import Database
from web.staff.shell import go_to
from web.workbench.page import WorkbenchPage
from web.workbench.review import asked as asking
from web.workbench.review.asked import AT, DRAFTS
from web.workbench.review.deciding import Deciding, NotUndone
from web.workbench.review.records import KINDS, STATES, Asked, Decision, Group, Place
from web.workbench.review.showing import Showing
from web.workbench.review.store import decisions, groups
from web.workbench.words import read_words
from workbench.errors import WorkbenchError
from workbench.wording import say_error

SECTION = "review"
PAGE = 30
RECENT = 6
CONFLICT = 409


@dataclass(frozen=True)
class ListRoutes:
    """The list and the undo."""

    guard: Guard
    page: WorkbenchPage
    database: Database
    deciding: Deciding
    showing: Showing

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(AT, self.show, methods=["GET", "HEAD"], response_model=None)
        undo = AT + "/decisions/{decision_id}/undo"
        router.add_api_route(undo, self.undo, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """Groups, the largest first; `?state=`, `kind=`, `language=`, `policy=`, `after=` a place."""
        staff = await self.guard.staff(request, Role.TRAINER)
        asked, after = asking.asked_in(request.query_params), asking.place_in(request.query_params)
        return await self._list(request, staff, asked, after, {})

    async def undo(self, request: Request, decision_id: str) -> Response:
        """Undo one of the last decisions."""
        staff = await self.guard.staff(request, Role.TRAINER)
        try:
            decision = await self.deciding.undo(staff, asking.number(decision_id))
        except NotUndone as refusal:
            words = read_words(SECTION, staff.language)
            return await self._refused(request, staff, words[refusal.why].format(name=refusal.by))
        except WorkbenchError as error:
            return await self._refused(request, staff, say_error(staff.language, error))
        return go_to(asking.group_at(decision.group_id, undone="yes"))

    async def _refused(self, request: Request, staff: Staff, wrong: str) -> Response:
        return await self._list(request, staff, Asked(), None, {"wrong": wrong}, CONFLICT)

    async def _list(
        self,
        request: Request,
        staff: Staff,
        asked: Asked,
        after: Place | None,
        context: dict[str, Any],
        status: int = 200,
    ) -> Response:
        def read(connection: Connection) -> tuple[list[Group], list[Decision]]:
            return groups.listed(connection, asked, after, PAGE + 1), decisions.latest(connection, RECENT)

        (found, recent), titles = await asyncio.gather(self.database.read(read), self.showing.titles(staff.language))
        more = asking.address(asked, found[PAGE - 1].place) if len(found) > PAGE else ""
        context |= {
            "asked": asked,
            "found": found[:PAGE],
            "more": more,
            "first": asking.address(asked) if after else "",
            "recent": recent,
            "titles": titles,
            "kinds": KINDS,
            "states": STATES,
            "group_at": asking.group_at,
            "drafts_at": DRAFTS,
        }
        here = None if status == 200 else AT
        return self.page.page(request, staff, SECTION, "workbench/review/list.html", context, status=status, here=here)
