"""`/staff/tokens`: tokens for programs; for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.errors import AccountError
from web.accounts.forms import Form, Forms
from web.accounts.guard import Guard
from web.accounts.records import Role, Scope, Staff
from web.accounts.tokens import LONGEST_DAYS, LONGEST_NAME, ApiTokens
from web.customer_text import has_broken_characters, has_control_characters
from web.numbers import is_number
from web.staff.shell import StaffShell, go_to

PATH = "/staff/tokens"
_DAYS_DIGITS = 4
_USUAL_DAYS = 90


@dataclass(frozen=True)
class TokenRoutes:
    """The list, and what can be done with it."""

    guard: Guard
    shell: StaffShell
    tokens: ApiTokens
    forms: Forms

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH, self.make, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/{token_id}/revoke", self.revoke, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The list."""
        staff = await self.guard.staff(request, Role.ADMINISTRATOR)
        return await self._page(request, staff, {})

    async def make(self, request: Request) -> Response:
        """Make a token, which is shown this once."""
        staff = await self.guard.staff(request, Role.ADMINISTRATOR)
        form = await self.forms.read(request)
        name = _name(form)
        try:
            token = await self.tokens.make(staff, name, _scopes(form), _days(form))
        except AccountError as error:
            said = self.shell.words_for(request, staff).explain(error)
            return await self._page(request, staff, {"wrong": said, "typed": name}, 422)
        return await self._page(request, staff, {"token": token, "named": name})

    async def revoke(self, request: Request, token_id: str) -> Response:
        """End a token for good."""
        staff = await self.guard.staff(request, Role.ADMINISTRATOR)
        await self.tokens.revoke(staff, token_id)
        return go_to(f"{PATH}?done=token_revoked")

    async def _page(self, request: Request, staff: Staff, more: dict[str, Any], status: int = 200) -> Response:
        done = request.query_params.get("done") == "token_revoked"
        context = {
            "every": await self.tokens.every(),
            "now": self.tokens.clock(),
            "all_scopes": list(Scope),
            "done": done,
            "most_name": LONGEST_NAME,
            "most_days": LONGEST_DAYS,
            "usual_days": _USUAL_DAYS,
        }
        return self.shell.page(request, "staff/tokens.html", staff, context | more, status=status, here=PATH)


def _name(form: Form) -> str:
    name = " ".join(form.raw("name").split())
    return "" if has_control_characters(name) or has_broken_characters(name) else name


def _scopes(form: Form) -> frozenset[Scope]:
    return frozenset(Scope(code) for code in form.every("scopes") if code in set(Scope))


def _days(form: Form) -> int:
    typed = form.raw("days").strip()
    return int(typed) if is_number(typed, _DAYS_DIGITS) else 0
