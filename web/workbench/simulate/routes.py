"""`/staff/workbench/simulate`: choose who walks, and read what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.errors import StaffRefusalError
from web.accounts.forms import Form
from web.accounts.records import Role, Staff
from web.errors import RefusalCode
from web.numbers import is_number
from web.workbench.bench import Bench
from web.workbench.jobs.job import Job, State
from web.workbench.jobs.jobs import Busy
from web.workbench.jobs.routes import JOBS, to_job
from web.workbench.page import address_of

SECTION = "simulate"
KIND = "simulate"
PATH = address_of(SECTION)
CUSTOMERS = ("calm", "typos", "confused", "angry", "switching")
RATES = (5, 10, 15, 25, 40)
_TESTS = "tests/conversations"
_MOST_SHOWN = 200


@dataclass(frozen=True)
class SimulateRoutes:
    """The form, and the result of a run."""

    bench: Bench

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH, self.start, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/runs/{job_id}", self.result, methods=["GET", "HEAD"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The form, and the runs so far."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        return self._form(request, staff)

    async def start(self, request: Request) -> Response:
        """Let the chosen customers walk."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        arguments = self._arguments(await self.bench.forms.read(request), staff)
        if arguments is None:
            return self._form(request, staff, wrong="choose_one")
        try:
            job = await self.bench.jobs.start(KIND, arguments, staff, PATH + "/runs/{id}")
        except Busy:
            return self._form(request, staff, busy=True)
        await self.bench.guard.audit(staff, "customers_simulated")
        return to_job(job)

    async def result(self, request: Request, job_id: str) -> Response:
        """What a run found."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        found = self.bench.jobs.find(job_id)
        if found is None or found[0].kind != KIND:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        read = found[1].outcome()
        outcome = read if isinstance(read, dict) else None
        context = {"job": found[0], "found": outcome, "walks": _shown(outcome), "jobs_at": JOBS}
        return self.bench.page.page(request, staff, SECTION, "workbench/simulate/result.html", context)

    def _form(self, request: Request, staff: Staff, wrong: str = "", busy: bool = False) -> Response:
        jobs = self.bench.jobs
        runs = [(job, jobs.state(job)) for job in jobs.all() if job.kind == KIND]
        context = {
            "customers": CUSTOMERS,
            "rates": RATES,
            "folders": self._folders(),
            "runs": runs,
            "running": _running(runs),
            "jobs_at": JOBS,
            "wrong": wrong,
            "busy": busy,
        }
        status = 422 if wrong else 409 if busy else 200
        page = self.bench.page
        return page.page(request, staff, SECTION, "workbench/simulate/form.html", context, status=status, here=PATH)

    def _arguments(self, form: Form, staff: Staff) -> list[str] | None:
        customers = [name for name in CUSTOMERS if name in form.every("customer")]
        if not customers:
            return None
        rate = form.text("rate")
        share = int(rate) if is_number(rate, 2) and int(rate) in RATES else RATES[2]
        folders = [name for name in self._folders() if name in form.every("folder")]
        named = [part for name in customers for part in ("--customer", name)]
        paths = [f"{_TESTS}/{name}" for name in folders]
        return ["simulate", "--rate", str(share / 100), "--language", staff.language, *named, *paths]

    def _folders(self) -> list[str]:
        """The folders of tests."""
        root = self.bench.project.root / _TESTS
        return sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def _running(runs: list[tuple[Job, State]]) -> Job | None:
    return next((job for job, state in runs if state == State.RUNNING), None)


def _shown(outcome: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The walks in which something changed, those that changed most first; of each only the turns that changed."""
    walks = [
        walk | {"steps": [(number, step) for number, step in enumerate(walk["steps"], 1) if step["changed"]]}
        for walk in (outcome or {}).get("walks", [])
    ]
    return sorted(walks, key=lambda walk: -len(walk["steps"]))[:_MOST_SHOWN]
