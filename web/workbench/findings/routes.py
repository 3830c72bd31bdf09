"""`/staff/workbench/findings`: what was found last, and what a trainer does about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.records import Role, Staff
from web.staff.shell import go_to
from web.workbench.bench import Bench
from web.workbench.findings.shown import MOST_SHOWN, Shown, kinds_of, shown
from web.workbench.jobs.jobs import Busy
from web.workbench.jobs.routes import JOBS, to_job
from web.workbench.page import address_of
from web.workbench.words import read_words
from workbench.errors import WorkbenchError
from workbench.findings.finding import Finding
from workbench.findings.kept import Kept, KeptFindings
from workbench.wording import say_error

SECTION = "findings"
KIND = "findings"
PATH = address_of(SECTION)
_LONGEST_NAME = 40


@dataclass(frozen=True)
class FindingsRoutes:
    """The list, a new look, and what is done about one finding."""

    bench: Bench
    kept: KeptFindings

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH, self.look, methods=["POST"], response_model=None)
        for act in (self.mend, self.undo, self.accept):
            router.add_api_route(f"{PATH}/{{finding_id}}/{act.__name__}", act, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """What was found last."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        return await self._page(request, staff)

    async def look(self, request: Request) -> Response:
        """Look again."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        await self.bench.forms.read(request)
        try:
            return to_job(await self.bench.jobs.start(KIND, ["findings", "--language", staff.language], staff, PATH))
        except Busy:
            return await self._page(request, staff, 409, read_words("base", staff.language)["busy"])

    async def mend(self, request: Request, finding_id: str) -> Response:
        """Do what a finding proposes."""
        return await self._done(request, finding_id, "mended", self.kept.mend)

    async def undo(self, request: Request, finding_id: str) -> Response:
        """Take a mend back."""
        return await self._done(request, finding_id, "undone", self.kept.undo)

    async def accept(self, request: Request, finding_id: str) -> Response:
        """Let a finding stay as it is."""
        return await self._done(request, finding_id, "accepted", self.kept.accept)

    async def _done(self, request: Request, name: str, done: str, act: Callable[[str], object]) -> Response:
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        kind = (await self.bench.forms.read(request)).text("kind", _LONGEST_NAME)
        try:
            await asyncio.to_thread(act, name)
        except WorkbenchError as error:
            return await self._page(request, staff, 409, say_error(staff.language, error))
        mended = "finding_mended" if done == "mended" else "finding_undone"
        code = "finding_accepted" if done == "accepted" else mended
        await self.bench.guard.audit(staff, code, name)
        known = [one for one, _ in kinds_of(self._read().findings)]
        return go_to(f"{PATH}?did={done}" + (f"&kind={kind}" if kind in known else ""))

    def _read(self) -> Kept:
        return self.kept.read() or Kept((), (), 0)

    async def _page(self, request: Request, staff: Staff, status: int = 200, wrong: str = "") -> Response:
        kind, did = (request.query_params.get(name, "")[:_LONGEST_NAME] for name in ("kind", "did"))
        context = await asyncio.to_thread(self._context, staff, kind)
        words = read_words(SECTION, staff.language)
        context |= {"wrong": wrong, "did": words.get(f"did_{did}", "") if not wrong else ""}
        template = "workbench/findings/findings.html"
        return self.bench.page.page(request, staff, SECTION, template, context, status=status, here=PATH)

    def _context(self, staff: Staff, kind: str) -> dict[str, Any]:
        kept = self.kept.read()
        found = kept.findings if kept else ()
        chosen = [one for one in found if one.kind == kind] or list(found)
        job = self.bench.jobs.latest(KIND)
        return {
            "looked": kept is not None,
            "kinds": kinds_of(found),
            "kind": kind if any(one.kind == kind for one in found) else "",
            "serious": sum(one.severity == "serious" for one in found),
            "count": len(found),
            "accepted": kept.accepted if kept else 0,
            "shown": [self._shown(one, staff) for one in chosen[:MOST_SHOWN]],
            "more": max(len(chosen) - MOST_SHOWN, 0),
            "mended": [self._shown(one, staff) for one in (kept.mended if kept else ())[:MOST_SHOWN]],
            "job": job if self.bench.jobs.is_busy(KIND) else None,
            "jobs_at": JOBS,
            "looked_at": job.ended if job else None,
        }

    def _shown(self, finding: Finding, staff: Staff) -> Shown:
        return shown(finding, self.kept, self.bench.project, staff.language)
