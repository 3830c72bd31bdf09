"""`/staff/workbench/tests`: choose what is run, and read what came of it."""

from __future__ import annotations

import asyncio
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
from web.workbench.jobs.job import State
from web.workbench.jobs.jobs import Busy
from web.workbench.jobs.routes import JOBS, to_job
from web.workbench.tests.shared import FOLDER, PATH, RUN, SECTION, folders, models, picture_in, why_in
from web.workbench.words import read_words
from workbench.errors import WorkbenchError
from workbench.stories.history import History, histories
from workbench.stories.kept import KeptRuns
from workbench.wording import say_error

WHICH = ("all", "touched", "failed")
REPEATS = (1, 3, 5, 10)
_RUNNING = frozenset({State.RUNNING})


@dataclass(frozen=True)
class RunRoutes:
    """The form with all tests below it, and the result of a run."""

    bench: Bench

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH + "/run", self.start, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/runs/{job_id}", self.result, methods=["GET", "HEAD"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The form, and what became of each test so far."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        return await self._overview(request, staff)

    async def start(self, request: Request) -> Response:
        """Run the chosen tests."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        form = await self.bench.forms.read(request)
        try:
            arguments = self._arguments(form, staff)
            job = await self.bench.jobs.start(RUN, arguments, staff, PATH + "/runs/{id}")
        except WorkbenchError as error:
            return await self._overview(request, staff, 422, say_error(staff.language, error))
        except Busy:
            return await self._overview(request, staff, 409, read_words("base", staff.language)["busy"])
        await self.bench.guard.audit(staff, "tests_run")
        return to_job(job)

    async def result(self, request: Request, job_id: str) -> Response:
        """What a run came to."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        found = self.bench.jobs.find(job_id)
        if found is None or found[0].kind != RUN:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        run = found[1].outcome()
        context = {
            "job": found[0],
            "jobs_at": JOBS,
            "run": run if isinstance(run, dict) else None,
            "why": why_in(staff.language),
        }
        return self.bench.page.page(request, staff, SECTION, "workbench/tests/result.html", context)

    async def _overview(self, request: Request, staff: Staff, status: int = 200, wrong: str = "") -> Response:
        try:
            found = await asyncio.to_thread(self._histories)
        except WorkbenchError as error:
            found, wrong = [], wrong or say_error(staff.language, error)
        context = {
            "folders": folders(self.bench),
            "models": models(self.bench),
            "which": WHICH,
            "repeats": REPEATS,
            "running": self.bench.jobs.latest(RUN, _RUNNING),
            "jobs_at": JOBS,
            "by_folder": _by_folder(found),
            "failing": [one for one in found if one.is_failing],
            "flaky": [one for one in found if one.is_flaky],
            "known": len(found),
            "picture": picture_in(read_words(SECTION, staff.language)),
            "wrong": wrong,
        }
        page = self.bench.page
        return page.page(request, staff, SECTION, "workbench/tests/tests.html", context, status=status, here=PATH)

    def _histories(self) -> list[History]:
        """Those of tests that are there still."""
        root = self.bench.project.root
        return [one for one in histories(KeptRuns(root).runs()) if (root / one.file).is_file()]

    def _arguments(self, form: Form, staff: Staff) -> list[str]:
        """The command; WorkbenchError where a file that is named is none of the tests."""
        arguments = ["stories", "run", "--language", staff.language]
        which, repeat, model = form.text("which"), form.text("repeat"), form.text("model")
        if which in ("touched", "failed"):
            arguments.append("--touched=HEAD" if which == "touched" else "--failed")
        if is_number(repeat, 2) and int(repeat) in REPEATS:
            arguments += ["--repeat", repeat]
        if model in models(self.bench):
            arguments += ["--model", f"models/{model}"]
        if form.text("match"):
            arguments.append(f"--match={form.text('match')}")
        return [*arguments, *self._paths(form)]

    def _paths(self, form: Form) -> list[str]:
        file = form.text("file", 300)
        if file:
            self.bench.project.read(file, FOLDER)
            return [file]
        chosen = form.every("folder")
        return [f"{FOLDER}/{name}" for name in folders(self.bench) if name in chosen]


def _by_folder(found: list[History]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for one in found:
        grouped.setdefault(one.file.removeprefix(f"{FOLDER}/").rpartition("/")[0], []).append(one)
    return grouped
