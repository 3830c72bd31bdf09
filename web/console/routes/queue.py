"""`/staff/console`: the list of conversations."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.guard import Guard
from web.accounts.records import Role
from web.console.listing import Chosen, QueueList
from web.console.page import PATH, ConsolePage


@dataclass(frozen=True)
class QueueRoutes:
    """The page without a conversation, and the list alone."""

    guard: Guard
    page: ConsolePage
    queue: QueueList

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH + "/list", self.renew, methods=["GET", "HEAD"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The whole page."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        context = await self.queue.context(Chosen.of(request), staff, None)
        return self.page.page(request, staff, "console/console.html", context | {"view": None})

    async def renew(self, request: Request) -> Response:
        """The list, to be put in the place of the old one."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        here = request.query_params.get("c")
        return self.page.response(staff, "console/list.html", await self.queue.context(Chosen.of(request), staff, here))
