"""`/staff/workbench`: leads to the section that a trainer looks at first."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.guard import Guard
from web.accounts.records import Role
from web.staff.shell import go_to
from web.workbench.page import PATH, SECTIONS, address_of


@dataclass(frozen=True)
class HomeRoute:
    """The address that the header names."""

    guard: Guard

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.go_on, methods=["GET", "HEAD"], response_model=None)
        return router

    async def go_on(self, request: Request) -> Response:
        """Go on to the first section."""
        await self.guard.staff(request, Role.TRAINER)
        return go_to(address_of(SECTIONS[0]))
