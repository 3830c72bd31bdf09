"""What a representative does with a suggestion, other than sending it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.errors import StaffRefusalError
from web.accounts.forms import Form
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.page import PATH, ConsolePage
from web.console.refusing import told
from web.console.routes.conversation import ONE
from web.console.used import Used
from web.errors import RefusalCode
from web.staff.shell import go_to

NO_CONTENT = 204


@dataclass(frozen=True)
class SuggestionRoutes:
    """Looked into, dismissed with a reason, of the wrong policy with the right one."""

    guard: Guard
    page: ConsolePage
    used: Used

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        acts: dict[str, Callable[..., object]] = {"opened": self.opened, "dismiss": self.dismiss, "wrong": self.wrong}
        for name, act in acts.items():
            path = f"{ONE}/suggestions/{{suggestion_id}}/{name}"
            router.add_api_route(path, act, methods=["POST"], response_model=None)
        return router

    async def opened(self, request: Request, conversation_id: str, suggestion_id: str) -> Response:
        """Its sources or reasons were looked at."""
        await self._asked(request)
        await self.used.opened(conversation_id, suggestion_id)
        return Response(status_code=NO_CONTENT)

    async def dismiss(self, request: Request, conversation_id: str, suggestion_id: str) -> Response:
        """It is not wanted."""
        staff, form = await self._asked(request)
        reason = form.raw("reason") or "not_needed"
        if reason not in self.page.words[staff.language].dismissals:
            raise StaffRefusalError(RefusalCode.WRONG_TYPE, field="reason", wanted="not_needed")
        return await self._done(request, conversation_id, suggestion_id, staff, reason, None)

    async def wrong(self, request: Request, conversation_id: str, suggestion_id: str) -> Response:
        """Another policy is the right one."""
        staff, form = await self._asked(request)
        policy_id = form.text("policy_id")
        if not await told(self.used.is_policy(policy_id)):
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        return await self._done(request, conversation_id, suggestion_id, staff, "wrong_policy", policy_id)

    async def _done(
        self, request: Request, conversation_id: str, suggestion_id: str, staff: Staff, reason: str, right: str | None
    ) -> Response:
        await self.used.dismissed(conversation_id, suggestion_id, staff, reason, right)
        if "hx-request" not in request.headers:
            return go_to(f"{PATH}/c/{conversation_id}")
        return self.page.response(staff, "console/dismissed.html", {})

    async def _asked(self, request: Request) -> tuple[Staff, Form]:
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        return staff, await self.guard.forms.read(request)
