"""`/staff/workbench/tests/record`: from a conversation to a test, in three steps: look, choose, write."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.errors import StaffRefusalError
from web.accounts.records import Role, Staff
from web.errors import RefusalCode
from web.staff.shell import go_to
from web.workbench.bench import Bench
from web.workbench.jobs.job import Job, State
from web.workbench.jobs.jobs import Busy
from web.workbench.jobs.routes import JOBS, to_job
from web.workbench.page import address_of
from web.workbench.talk.trial import Trial
from web.workbench.tests.offered import choose_context, diff_lines
from web.workbench.tests.shared import PATH, RECORD, SECTION
from web.workbench.tests.sources import Sources
from web.workbench.tests.ticked import ticked
from web.workbench.words import read_words
from workbench.errors import NotThere, WorkbenchError
from workbench.project.changes import Change
from workbench.wording import say_error

_HERE = PATH + "/record"
_LONGEST_ID = 64


@dataclass(frozen=True)
class RecordRoutes:
    """The pages of the three steps; every step that reads the conversation is a job."""

    bench: Bench
    trial: Trial
    sources: Sources

    @classmethod
    def of(cls, bench: Bench, trial: Trial) -> RecordRoutes:
        """Those of a project."""
        return cls(bench, trial, Sources(bench.project.root))

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(_HERE, self.begin, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(_HERE, self.look, methods=["POST"], response_model=None)
        router.add_api_route(_HERE + "/{job_id}", self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(_HERE + "/{job_id}/choose", self.choose, methods=["POST"], response_model=None)
        router.add_api_route(_HERE + "/{job_id}/write", self.write, methods=["POST"], response_model=None)
        return router

    async def begin(self, request: Request) -> Response:
        """Which conversation it is."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        await asyncio.to_thread(self.sources.forget_old)
        named = {name: request.query_params.get(name, "")[:_LONGEST_ID] for name in ("talk", "conversation")}
        return self._begin(request, staff, named)

    async def look(self, request: Request) -> Response:
        """Read the conversation, and see what can be chosen."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        form = await self.bench.forms.read(request)
        named = {name: form.text(name, _LONGEST_ID) for name in ("talk", "conversation")}
        try:
            source = self.sources.keep(await self._events(staff, named))
            return to_job(await self._started(staff, source, "--look"))
        except WorkbenchError as error:
            return self._begin(request, staff, named, 422, say_error(staff.language, error))
        except Busy:
            return self._begin(request, staff, named, 409, read_words("base", staff.language)["busy"])

    async def show(self, request: Request, job_id: str) -> Response:
        """What can be chosen, or what would be written."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        return self._step(request, staff, *self._found(job_id))

    async def choose(self, request: Request, job_id: str) -> Response:
        """Show what was chosen as the file that it makes."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        form = await self.bench.forms.read(request)
        job, outcome = self._found(job_id)
        source = _source_of(job)
        if not isinstance(outcome, dict) or "turns" not in outcome or not self.sources.is_there(source):
            return go_to(_HERE)
        self.sources.keep_choices(source, ticked(form, outcome["turns"]))
        choices = str(self.sources.choices_file(source))
        try:
            return to_job(await self._started(staff, source, "--choices", choices))
        except Busy:
            busy = read_words("base", staff.language)["busy"]
            return self._step(request, staff, job, outcome, 409, busy)

    async def write(self, request: Request, job_id: str) -> Response:
        """Write the file as it was shown."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        await self.bench.forms.read(request)
        job, outcome = self._found(job_id)
        if not isinstance(outcome, dict) or "change" not in outcome:
            return go_to(_HERE)
        change = Change(**outcome["change"])
        try:
            await asyncio.to_thread(self.bench.project.write, [change])
        except WorkbenchError as error:
            return self._step(request, staff, job, outcome, 409, say_error(staff.language, error))
        self.sources.forget(_source_of(job))
        await self.bench.guard.audit(staff, "test_recorded", change.path)
        return go_to(f"{_HERE}/{job.id}")

    async def _events(self, staff: Staff, named: dict[str, str]) -> list[dict[str, Any]]:
        if named["talk"]:
            return await self.trial.events(named["talk"])
        conversation = named["conversation"]
        events = await asyncio.to_thread(self.bench.record.events_of, conversation) if conversation else []
        if not events:
            raise NotThere("stories.no-such-conversation")
        await self.bench.guard.audit(staff, "conversation_taken", conversation_id=conversation)
        return events

    async def _started(self, staff: Staff, source: str, *options: str) -> Job:
        command = ["stories", "record", str(self.sources.events_file(source)), "--language", staff.language, *options]
        return await self.bench.jobs.start(RECORD, command, staff, _HERE + "/{id}")

    def _found(self, job_id: str) -> tuple[Job, Any]:
        found = self.bench.jobs.find(job_id)
        if found is None or found[0].kind != RECORD:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        return found[0], found[1].outcome()

    def _begin(
        self, request: Request, staff: Staff, named: dict[str, str], status: int = 200, wrong: str = ""
    ) -> Response:
        context = {
            "named": named,
            "talk_at": address_of("talk"),
            "review_at": address_of("review"),
            "jobs_at": JOBS,
            "running": self.bench.jobs.latest(RECORD, frozenset({State.RUNNING})),
            "wrong": wrong,
        }
        page = self.bench.page
        return page.page(request, staff, SECTION, "workbench/tests/record.html", context, status=status, here=_HERE)

    def _step(
        self, request: Request, staff: Staff, job: Job, outcome: Any, status: int = 200, wrong: str = ""
    ) -> Response:
        source = _source_of(job)
        looked = self._looked(source)
        context: dict[str, Any] = {"job": job, "jobs_at": JOBS, "looked": looked, "wrong": wrong, "outcome": outcome}
        template = "lost"
        if isinstance(outcome, dict) and "change" in outcome:
            path = outcome["change"]["path"]
            context |= {"lines": diff_lines(outcome["diff"]), "is_there": (self.bench.project.root / path).is_file()}
            template = "change"
        elif isinstance(outcome, dict) and self.sources.is_there(source):
            context |= choose_context(self.bench, outcome, self.sources.choices(source), request.query_params)
            template = "choose"
        elif outcome is None:
            found = self.bench.jobs.find(job.id)
            context["wrong"] = wrong or (found[1].tail() if found else "")
        page, here = self.bench.page, f"{_HERE}/{job.id}"
        name = f"workbench/tests/{template}.html"
        return page.page(request, staff, SECTION, name, context, status=status, here=here)

    def _looked(self, source: str) -> Job | None:
        """The step in which it was chosen from, where the conversation is still kept."""
        jobs = (job for job in self.bench.jobs.all() if job.kind == RECORD and "--look" in job.arguments)
        return next((job for job in jobs if _source_of(job) == source), None) if self.sources.is_there(source) else None


def _source_of(job: Job) -> str:
    return Path(job.arguments[2]).stem
