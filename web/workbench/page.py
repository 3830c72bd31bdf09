"""Renders the workbench's pages and the pieces of them that are sent later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from web.accounts.records import Staff
from web.staff.shell import StaffShell
from web.workbench.words import read_words

PATH = "/staff/workbench"
# In the order of the navigation; the first is where the header leads.
SECTIONS = ("review", "talk", "tests", "models", "findings", "simulate")


@dataclass(frozen=True)
class WorkbenchPage:
    """Puts the words and the addresses of a section into its templates, which extend `workbench/base.html`.

    A template has `w` (the section's words), `bench` (those of all sections), `at` (the section's address), and what
    `web/staff/shell.py` gives.
    """

    shell: StaffShell

    def page(
        self,
        request: Request,
        staff: Staff,
        section: str,
        template: str,
        context: Mapping[str, Any],
        *,
        status: int = 200,
        here: str | None = None,
    ) -> Response:
        """A whole page; `here` is where it can be read again, if not where it was asked for."""
        given = self._context(staff, section) | dict(context)
        return self.shell.page(request, template, staff, given, status=status, here=here)

    def piece(self, staff: Staff, section: str, template: str, context: Mapping[str, Any]) -> str:
        """A piece of a page, as HTML."""
        shared = {"language": staff.language, "staff": staff, "moment": self._moment(staff)}
        given = shared | self._context(staff, section) | dict(context)
        return self.shell.templates.get_template(template).render(given)

    def response(self, staff: Staff, section: str, template: str, context: Mapping[str, Any]) -> Response:
        """A piece of a page as a response."""
        return HTMLResponse(self.piece(staff, section, template, context), headers={"Cache-Control": "no-store"})

    def _context(self, staff: Staff, section: str) -> dict[str, Any]:
        language = staff.language
        return {
            "w": read_words(section, language),
            "bench": read_words("base", language),
            "section": section,
            "sections": [(name, address_of(name)) for name in SECTIONS],
            "at": address_of(section),
        }

    def _moment(self, staff: Staff) -> Any:
        return lambda seconds: self.shell.moment(staff.language, seconds)


def address_of(section: str) -> str:
    """Where a section is."""
    return f"{PATH}/{section}"
