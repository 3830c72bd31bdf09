"""`/staff/workbench/jobs/<id>`: how far a job is, live; and the way to stop it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from web.accounts.errors import StaffRefusalError
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.errors import RefusalCode
from web.inbox.bells import Bells, rings
from web.staff.shell import go_to
from web.workbench.jobs.job import Job, JobFolder, State, how_far, told
from web.workbench.jobs.jobs import Jobs
from web.workbench.page import PATH, WorkbenchPage
from workbench.wording import say

JOBS = PATH + "/jobs"
LOOK_SECONDS = 0.5
# Whoever looks is asked so often whether they still may.
SEEN_SECONDS = 10.0


@dataclass(frozen=True)
class JobKind:
    """Which section a kind of job belongs to, and the template that shows what it tells while it runs."""

    section: str
    template: str | None = None


@dataclass(frozen=True)
class JobRoutes:
    """The page of a job, its stream and its stop; `kinds` by the kind's name."""

    guard: Guard
    page: WorkbenchPage
    jobs: Jobs
    bells: Bells
    kinds: dict[str, JobKind]
    clock: Callable[[], float] = time.monotonic

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(JOBS + "/{job_id}", self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(JOBS + "/{job_id}/stream", self.stream, methods=["GET"], response_model=None)
        router.add_api_route(JOBS + "/{job_id}/stop", self.stop, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request, job_id: str) -> Response:
        """How it stands."""
        staff = await self.guard.staff(request, Role.TRAINER)
        job, folder = self._found(job_id)
        kind = self.kinds[job.kind]
        return self.page.page(request, staff, kind.section, "workbench/job.html", self._context(job, folder, staff))

    async def stream(self, request: Request, job_id: str) -> Response:
        """`progress` whenever something changed, `ended` with the address to go on to."""
        staff = await self.guard.staff(request, Role.TRAINER)
        job, folder = self._found(job_id)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        pieces = self._pieces(staff, job, folder)
        return StreamingResponse(pieces, media_type="text/event-stream", headers=headers)

    async def stop(self, request: Request, job_id: str) -> Response:
        """End it."""
        staff = await self.guard.staff(request, Role.TRAINER)
        job, _ = self._found(job_id)
        if await self.jobs.stop(job_id):
            await self.guard.audit(staff, "job_stopped", job.kind)
        return go_to(f"{JOBS}/{job_id}")

    async def _pieces(self, staff: Staff, job: Job, folder: JobFolder) -> AsyncIterator[str]:
        shown = ""
        with self.bells.reader(f"job-{job.id}") as bell:
            yield ": \n\n"
            seen_at = self.clock()
            while not self.bells.closed:
                if self.clock() - seen_at >= SEEN_SECONDS:
                    if not await self.guard.holds(staff, Role.TRAINER):
                        return
                    seen_at = self.clock()
                    yield ": \n\n"  # so that whoever has gone is noticed
                job = folder.job() or job
                context = self._context(job, folder, staff)
                html = self.page.piece(staff, self.kinds[job.kind].section, "workbench/job_piece.html", context)
                if html != shown:
                    shown = html
                    yield _written("progress", html)
                if context["state"] != State.RUNNING:
                    yield _written("ended", job.then)
                    return
                await rings(bell, LOOK_SECONDS)

    def _found(self, job_id: str) -> tuple[Job, JobFolder]:
        found = self.jobs.find(job_id)
        if found is None or found[0].kind not in self.kinds:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        return found

    def _context(self, job: Job, folder: JobFolder, staff: Staff) -> dict[str, Any]:
        events = list(folder.said())
        far = how_far(events)
        state = self.jobs.state(job)
        return {
            "job": job,
            "job_at": f"{JOBS}/{job.id}",
            "state": state,
            "far": far,
            "step": say(staff.language, far.step) if far.step else "",
            "told": told(events),
            "told_by": self.kinds[job.kind].template,
            "log": "" if state == State.RUNNING else folder.tail(),
        }


def to_job(job: Job) -> RedirectResponse:
    """The answer to a form that started a job: its page."""
    return RedirectResponse(f"{JOBS}/{job.id}", 303, {"Cache-Control": "no-store"})


def _written(kind: str, text: str) -> str:
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: {kind}\n{lines}\n"
