"""The section's parts, put together for the workbench's."""

from __future__ import annotations

from fastapi import APIRouter

from web.workbench.bench import Bench, Section
from web.workbench.jobs.routes import JobKind
from web.workbench.talk.routes import TalkRoutes
from web.workbench.talk.trial import KIND, Trial


def _routers(bench: Bench) -> list[APIRouter]:
    return [TalkRoutes(bench, Trial(bench.jobs)).router()]


SECTION = Section(_routers, {KIND: JobKind("talk", "workbench/talk/told.html")})
