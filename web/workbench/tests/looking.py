"""Coverage as a picture, and the tests' history."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.records import Role, Staff
from web.workbench.bench import Bench
from web.workbench.jobs.job import State
from web.workbench.jobs.jobs import Busy
from web.workbench.jobs.routes import JOBS, to_job
from web.workbench.tests.shared import COVERAGE, PATH, SECTION, outcome_of, picture_in, sort_in
from web.workbench.words import read_words
from workbench.errors import WorkbenchError
from workbench.stories.covered import Coverage, coverage_of
from workbench.stories.history import History, histories
from workbench.stories.kept import KeptRuns
from workbench.stories.pictures.grid import as_svg
from workbench.stories.pictures.grid_words import grid_words
from workbench.wording import say_error

_COUNTED = frozenset({State.DONE, State.FAILED})
_RUNNING = frozenset({State.RUNNING})


@dataclass(frozen=True)
class LookingRoutes:
    """What the runs that are remembered tell."""

    bench: Bench

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH + "/coverage", self.coverage, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH + "/coverage", self.count, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/history", self.history, methods=["GET", "HEAD"], response_model=None)
        return router

    async def coverage(self, request: Request) -> Response:
        """What no test comes by, as it was counted last."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        return self._coverage(request, staff)

    async def count(self, request: Request) -> Response:
        """Count again."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        await self.bench.forms.read(request)
        arguments = ["stories", "coverage", "--language", staff.language]
        try:
            return to_job(await self.bench.jobs.start(COVERAGE, arguments, staff, PATH + "/coverage"))
        except Busy:
            return self._coverage(request, staff, 409)

    async def history(self, request: Request) -> Response:
        """What became of each test, run by run."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        only = request.query_params.get("only")
        wrong, found = "", []
        try:
            found = await asyncio.to_thread(self._histories, only)
        except WorkbenchError as error:
            wrong = say_error(staff.language, error)
        picture = picture_in(read_words(SECTION, staff.language))
        context = {"histories": found, "only": only, "picture": picture, "wrong": wrong}
        return self.bench.page.page(request, staff, SECTION, "workbench/tests/history.html", context)

    def _histories(self, only: str | None) -> list[History]:
        found = histories(KeptRuns(self.bench.project.root).runs())
        if only == "failing":
            return [one for one in found if one.is_failing]
        return [one for one in found if one.is_flaky] if only == "flaky" else found

    def _coverage(self, request: Request, staff: Staff, status: int = 200) -> Response:
        job = self.bench.jobs.latest(COVERAGE, _COUNTED)
        counted = _counted(outcome_of(self.bench, job))
        words = grid_words(counted, staff.language) if counted else None
        context = {
            "job": job,
            "jobs_at": JOBS,
            "running": self.bench.jobs.latest(COVERAGE, _RUNNING),
            "coverage": counted,
            "picture": as_svg(counted.grid, words, alone=False) if counted and words else "",
            "holes": _holes(counted) if counted else {},
            "kind": words.kinds if words else {},
            "sort": sort_in(staff.language),
            "busy": status != 200,
        }
        page, here = self.bench.page, PATH + "/coverage"
        return page.page(request, staff, SECTION, "workbench/tests/coverage.html", context, status=status, here=here)


def _counted(document: object) -> Coverage | None:
    try:
        return coverage_of(document) if isinstance(document, dict) else None
    except (KeyError, TypeError, AttributeError):
        return None


def _holes(coverage: Coverage) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for policy, kind, language in coverage.grid.holes:
        found.setdefault(policy, []).append((kind, language))
    return found
