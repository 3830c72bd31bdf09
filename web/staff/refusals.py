"""Refusals of staff: a page for whoever reads pages, a problem for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from web.accounts.errors import StaffRefusalError
from web.errors import RefusalCode
from web.language import Language
from web.problems import Problems
from web.staff.shell import StaffShell, go_to
from web.wording import Wording

LOGIN = "/staff/login"
PASSWORD = "/staff/password"
_READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class StaffRefusals:
    """Turns a `StaffRefusalError` into a response."""

    problems: Problems
    shell: StaffShell
    wording: Mapping[Language, Wording]

    def install(self, app: FastAPI) -> None:
        """Make `app` answer so."""
        app.add_exception_handler(StaffRefusalError, self.refused)

    async def refused(self, request: Request, error: Exception) -> Response:
        """The response to a refusal."""
        assert isinstance(error, StaffRefusalError)
        staff = getattr(request.state, "staff", None)
        if not _reads_pages(request):
            request.state.language = staff.language if staff else None
            return await self.problems.refused(request, error)
        if error.code is RefusalCode.NOT_SIGNED_IN:
            return go_to(_to_login(request))
        if error.code is RefusalCode.MUST_CHANGE_PASSWORD:
            return go_to(PASSWORD)
        words = self.wording[self.shell.language(request, staff)].problems[error.code]
        detail, mend = (text.format(**error.values) for text in (words.detail, words.mend))
        said = {"title": words.title, "detail": detail, "mend": mend}
        here = None if request.method in _READING else "/staff"
        return self.shell.page(request, "staff/refused.html", staff, said, status=error.status, here=here)


def _reads_pages(request: Request) -> bool:
    # Browsers name text/html where they open a page or send a form; scripts name something else.
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def _to_login(request: Request) -> str:
    if request.method not in _READING:
        return LOGIN
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return LOGIN if asked == "/staff" else f"{LOGIN}?{urlencode({'next': asked})}"
