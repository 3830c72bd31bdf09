"""`/staff`, `/staff/logout`, `/staff/logout-everywhere`, `/staff/language`: what whoever is signed in may do."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.cookie import take_back
from web.accounts.forms import Forms
from web.accounts.guard import Guard
from web.accounts.people import People
from web.language import is_language
from web.staff.local_path import local_path
from web.staff.refusals import LOGIN
from web.staff.shell import HOME, StaffShell, go_to


@dataclass(frozen=True)
class SessionRoutes:
    """The first page, the language, and the end of a session."""

    guard: Guard
    shell: StaffShell
    people: People
    forms: Forms

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(HOME, self.home, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route("/staff/logout", self.sign_out, methods=["POST"], response_model=None)
        router.add_api_route(
            "/staff/logout-everywhere", self.sign_out_everywhere, methods=["POST"], response_model=None
        )
        router.add_api_route("/staff/language", self.language, methods=["POST"], response_model=None)
        return router

    async def home(self, request: Request) -> Response:
        """The first area that somebody may open."""
        staff = await self.guard.staff(request)
        areas = self.shell.open_areas(staff.roles)
        return go_to(areas[0].path) if areas else self.shell.page(request, "staff/home.html", staff)

    async def sign_out(self, request: Request) -> Response:
        """End this session."""
        staff = await self.guard.newcomer(request)
        await self.guard.sessions.end(staff)
        await self.guard.audit(staff, "signed_out")
        take_back(request)
        return go_to(LOGIN)

    async def sign_out_everywhere(self, request: Request) -> Response:
        """End all sessions of this account."""
        staff = await self.guard.newcomer(request)
        await self.guard.sessions.end_everywhere(staff)
        await self.guard.audit(staff, "signed_out_everywhere")
        take_back(request)
        return go_to(LOGIN)

    async def language(self, request: Request) -> Response:
        """Choose the language of one's own pages, and read the same page in it."""
        staff = await self.guard.newcomer(request)
        form = await self.forms.read(request)
        chosen = form.raw("language")
        if is_language(chosen):
            await self.people.set_language(staff.id, chosen)
        return go_to(local_path(form.raw("next")))
