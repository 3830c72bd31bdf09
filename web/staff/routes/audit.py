"""`/staff/audit`: who did what; for administrators."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.audit import PAGE, AuditTrail
from web.accounts.guard import Guard
from web.accounts.logins import folded
from web.accounts.records import AuditEntry, Role
from web.customer_text import has_broken_characters, has_control_characters
from web.numbers import is_number
from web.staff.shell import StaffShell

PATH = "/staff/audit"
_LONGEST_NUMBER = 9


@dataclass(frozen=True)
class AuditRoute:
    """Shows a page of the log."""

    guard: Guard
    shell: StaffShell
    trail: AuditTrail

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The entries, the newest first; `?who=` of one login, `?before=` those that are older."""
        staff = await self.guard.staff(request, Role.ADMINISTRATOR)
        who = _login(request.query_params.get("who", ""))
        before = _number(request.query_params.get("before", ""))
        found = await self.trail.page(who, before)
        shown = found[:PAGE]
        older = _link(who, shown[-1].number) if len(found) > PAGE else ""
        context = {"entries": shown, "who": who, "before": before, "older": older, "details": _details}
        return self.shell.page(request, "staff/audit.html", staff, context | {"newest": _link(who)})


def _login(asked: str) -> str:
    unclean = has_control_characters(asked) or has_broken_characters(asked)
    return "" if unclean else folded(asked)


def _number(asked: str) -> int | None:
    return int(asked) if is_number(asked, _LONGEST_NUMBER) else None


def _link(who: str, before: int | None = None) -> str:
    named = ({"who": who} if who else {}) | ({"before": str(before)} if before else {})
    return f"{PATH}?{urlencode(named)}" if named else PATH


def _details(entry: AuditEntry) -> str:
    parts = (
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in entry.details.items()
    )
    return "; ".join(parts)
