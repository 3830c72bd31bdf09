"""The section's parts, put together for the workbench's."""

from __future__ import annotations

from fastapi import APIRouter

from web.workbench.bench import Bench, Section
from web.workbench.jobs.routes import JobKind
from web.workbench.talk.trial import Trial
from web.workbench.tests.looking import LookingRoutes
from web.workbench.tests.recording import RecordRoutes
from web.workbench.tests.running import RunRoutes
from web.workbench.tests.shared import COVERAGE, RECORD, RUN, SECTION


def _routers(bench: Bench) -> list[APIRouter]:
    return [
        RunRoutes(bench).router(),
        LookingRoutes(bench).router(),
        RecordRoutes.of(bench, Trial(bench.jobs)).router(),
    ]


TESTS = Section(
    _routers,
    {
        RUN: JobKind(SECTION, "workbench/tests/told.html"),
        COVERAGE: JobKind(SECTION),
        RECORD: JobKind(SECTION),
    },
)
