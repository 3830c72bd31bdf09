"""Renders the page of numbers, with everything said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from fastapi import Request
from fastapi.responses import Response

from policy_kb.suggestions.request import LEVELS
from policy_kb.suggestions.suggestion import KINDS
from web.accounts.records import Role, Staff
from web.console.telemetry.asked import FATES, Asked
from web.console.telemetry.records import FEW, Dimension
from web.console.telemetry.words import TelemetryWords
from web.console.words import ConsoleWords
from web.language import LANGUAGES, Language
from web.staff.shell import StaffShell

PATH = "/staff/suggestions"
LIST, FILE, RESET = f"{PATH}/list", f"{PATH}/csv", f"{PATH}/reset"
_CODES: dict[str, tuple[str, ...]] = {"kind": KINDS, "language": LANGUAGES, "level": LEVELS, "outcome": FATES}


@dataclass(frozen=True)
class Saying:
    """How numbers, days and codes are said in one language; `titles` are of policies, by id."""

    language: Language
    words: TelemetryWords
    console: ConsoleWords
    titles: Mapping[str, str]

    def knowing(self, policies: Iterable[str]) -> Saying:
        """The same, where also `policies` can be chosen: some are not in force any more."""
        return replace(self, titles={key: key for key in policies} | dict(self.titles))

    @property
    def _locale(self) -> str:
        return "en_GB" if self.language == "en" else self.language

    def number(self, value: int) -> str:
        """A whole number."""
        return str(format_decimal(value, locale=self._locale))

    def percent(self, share: float) -> str:
        """A share of 1; small ones with a digit after the point."""
        form = "#,##0.#%" if 0 < share < 0.1 else "#,##0%"
        return str(format_percent(share, form, locale=self._locale))

    def day(self, day: date) -> str:
        """A day, short."""
        return str(format_date(day, "d MMM" if day.year == date.today().year else "d MMM yy", locale=self._locale))

    def span(self, seconds: float) -> str:
        """A time that passed, in its two largest units."""
        minutes, second = divmod(max(0, round(seconds)), 60)
        hours, minute = divmod(minutes, 60)
        days, hour = divmod(hours, 24)
        unit = "d" if days else "h" if hours else "m" if minutes else "s"
        places = {"s": second, "m": minute, "h": hour, "d": days}
        return self.words.spans[unit].format(**places)

    def code(self, dimension: Dimension, key: str) -> str:
        """What a group is called."""
        known: dict[str, Mapping[str, str]] = {
            "policy": self.titles,
            "kind": self.console.kinds,
            "language": self.words.languages,
            "level": self.console.levels,
            "outcome": self.words.fates,
        }
        return known[dimension].get(key, key)

    def choices(self, name: str) -> list[tuple[str, str]]:
        """The codes that a form offers, with their words."""
        if name == "policy":
            return sorted(self.titles.items(), key=lambda item: item[1].casefold())
        return [(code, self.code(name, code)) for code in _CODES[name]]  # type: ignore[arg-type]


@dataclass(frozen=True)
class TelemetryPage:
    """Puts words and ways to say numbers into templates."""

    shell: StaffShell
    words: Mapping[Language, TelemetryWords]
    console_words: Mapping[Language, ConsoleWords]

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.shell.company.time_zone)

    def saying(self, staff: Staff, titles: Mapping[str, str]) -> Saying:
        """How things are said to `staff`."""
        return Saying(staff.language, self.words[staff.language], self.console_words[staff.language], titles)

    def page(
        self,
        request: Request,
        staff: Staff,
        template: str,
        asked: Asked,
        say: Saying,
        context: Mapping[str, Any],
        status: int = 200,
    ) -> Response:
        """A whole page."""
        shared = {
            "telemetry": say.words,
            "console": say.console,
            "say": say,
            "asked": asked,
            "few": FEW,
            "paths": {"page": PATH, "list": LIST, "file": FILE, "reset": RESET},
            "link": lambda path, **more: link(path, asked, **more),
            "may_read": staff.has(Role.REPRESENTATIVE),
            "may_reset": staff.has(Role.POLICY_OWNER),
        }
        here = None if request.method in ("GET", "HEAD") else PATH
        return self.shell.page(request, template, staff, shared | dict(context), status=status, here=here)


def link(path: str, asked: Asked, **more: str) -> str:
    """An address with what is asked, changed by `more` (empty: without it)."""
    changed = asked.address | more
    return f"{path}?{urlencode({name: value for name, value in changed.items() if value})}"
