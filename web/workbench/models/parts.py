"""The section's parts, put together for the workbench's."""

from __future__ import annotations

from fastapi import APIRouter

from web.workbench.bench import Bench, Section
from web.workbench.jobs.routes import JobKind
from web.workbench.models.looking import LookingRoutes
from web.workbench.models.shared import COMPARE, PROMOTE, SECTION, TRAIN
from web.workbench.models.working import WorkRoutes


def _routers(bench: Bench) -> list[APIRouter]:
    return [LookingRoutes(bench).router(), WorkRoutes(bench).router()]


MODELS = Section(_routers, {kind: JobKind(SECTION) for kind in (TRAIN, COMPARE, PROMOTE)})
