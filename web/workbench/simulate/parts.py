"""The section's parts, put together for the workbench's."""

from __future__ import annotations

from fastapi import APIRouter

from web.workbench.bench import Bench, Section
from web.workbench.jobs.routes import JobKind
from web.workbench.simulate.routes import KIND, SECTION, SimulateRoutes


def _routers(bench: Bench) -> list[APIRouter]:
    return [SimulateRoutes(bench).router()]


SIMULATE = Section(_routers, {KIND: JobKind(SECTION)})
