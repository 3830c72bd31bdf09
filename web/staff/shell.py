"""The shell of all pages for staff: header, areas by role, language, sign-out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from web.accounts.records import Role, Staff
from web.company import Company
from web.language import LANGUAGES, Language, is_language
from web.problems import language_of_request
from web.staff.words import StaffWords

SEE_OTHER = 303
HOME = "/staff"


@dataclass(frozen=True)
class Area:
    """An entry of the header: where it leads, its word in `areas`, and whose roles may open it."""

    path: str
    word: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class StaffShell:
    """Renders pages from templates that extend `staff/shell.html`."""

    templates: Jinja2Templates
    words: Mapping[Language, StaffWords]
    company: Company
    areas: tuple[Area, ...]

    def page(
        self,
        request: Request,
        template: str,
        staff: Staff | None,
        context: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        here: str | None = None,
    ) -> Response:
        """A page of `template`; `here` is where it can be read again, if not where it was asked for.

        A template has `words`, `language`, `staff`, `company`, `moment(seconds)` and what `context` adds.
        """
        language = self.language(request, staff)
        shared = {
            "language": language,
            "other": next(code for code in LANGUAGES if code != language),
            "languages": LANGUAGES,
            "all_words": self.words,
            "words": self.words[language],
            "company": self.company,
            "staff": staff,
            "areas": self.open_areas(staff.roles) if staff else (),
            "here": here or _address(request),
            "moment": lambda seconds: self.moment(language, seconds),
        }
        headers = {"Content-Language": language, "Cache-Control": "no-store"}
        return self.templates.TemplateResponse(request, template, shared | dict(context or {}), status, headers)

    def language(self, request: Request, staff: Staff | None) -> Language:
        """The one that somebody chose for their account; before that the one in `?lang=`, else the browser's."""
        asked = request.query_params.get("lang")
        if staff is not None:
            return staff.language
        return asked if is_language(asked) else language_of_request(request)

    def words_for(self, request: Request, staff: Staff | None) -> StaffWords:
        """The words of that language."""
        return self.words[self.language(request, staff)]

    def open_areas(self, roles: Collection[Role]) -> list[Area]:
        """The areas that one of `roles` may open, in the order of the header."""
        return [area for area in self.areas if not area.roles.isdisjoint(roles)]

    def moment(self, language: Language, seconds: float) -> str:
        """A time in the company's time zone, for people."""
        when = datetime.fromtimestamp(seconds, ZoneInfo(self.company.time_zone))
        return str(format_datetime(when, "short", locale="en_GB" if language == "en" else language))


def go_to(path: str) -> Response:
    """The answer to a form that was carried out: read this page now."""
    return RedirectResponse(path, SEE_OTHER, {"Cache-Control": "no-store"})


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
