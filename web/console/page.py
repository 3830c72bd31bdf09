"""Renders the console's pages and the pieces of them that are sent later."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time
from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from policy_kb.answer.wording import say_date
from web.accounts.records import Staff
from web.console.records import QUEUES
from web.console.words import ConsoleWords
from web.language import Language
from web.staff.shell import StaffShell

PATH = "/staff/console"
REMEMBERED_TIMES = 4096


@dataclass(frozen=True)
class ConsolePage:
    """Puts the console's words and the ways to say times into templates."""

    shell: StaffShell
    words: Mapping[Language, ConsoleWords]

    def page(
        self,
        request: Request,
        staff: Staff,
        template: str,
        context: Mapping[str, Any],
        status: int = 200,
        here: str | None = None,
    ) -> Response:
        """A whole page; `here` is where it can be read again, if not where it was asked for."""
        given = self._context(staff) | dict(context)
        return self.shell.page(request, template, staff, given, status=status, here=here)

    def piece(self, staff: Staff, template: str, context: Mapping[str, Any]) -> str:
        """A piece of a page, as HTML."""
        given = {"language": staff.language, "staff": staff} | self._context(staff) | dict(context)
        return self.shell.templates.get_template(template).render(given)

    def response(self, staff: Staff, template: str, context: Mapping[str, Any]) -> Response:
        """A piece of a page as a response."""
        return HTMLResponse(self.piece(staff, template, context), headers={"Cache-Control": "no-store"})

    def _context(self, staff: Staff) -> dict[str, Any]:
        language = staff.language
        return {
            "console": self.words[language],
            "queues": QUEUES,
            "console_path": PATH,
            "now": time.time(),
            "new_key": secrets.token_hex(8),
            "clock": lambda seconds: self.clock(language, seconds),
            "day": lambda value: say_date(language, value) if isinstance(value, date) else value,
        }

    def clock(self, language: Language, seconds: float) -> str:
        """A time of today as hours and minutes, of another day with the day; in the company's time zone."""
        zone = ZoneInfo(self.shell.company.time_zone)
        return _said(language, zone, int(seconds // 60), datetime.now(zone).date())


# A list of fifty conversations says a hundred times, and is renewed every second.
@lru_cache(maxsize=REMEMBERED_TIMES)
def _said(language: Language, zone: ZoneInfo, minute: int, today: date) -> str:
    when = datetime.fromtimestamp(minute * 60, zone)
    locale = "en_GB" if language == "en" else language
    if when.date() == today:
        return str(format_time(when, "short", locale=locale))
    return str(format_datetime(when, "short", locale=locale))
