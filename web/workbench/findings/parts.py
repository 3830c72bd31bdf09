"""The section's parts, put together for the workbench's."""

from __future__ import annotations

from fastapi import APIRouter

from web.workbench.bench import Bench, Section
from web.workbench.findings.routes import KIND, SECTION, FindingsRoutes
from web.workbench.jobs.routes import JobKind
from workbench.findings.kept import KeptFindings


def _routers(bench: Bench) -> list[APIRouter]:
    return [FindingsRoutes(bench, KeptFindings(bench.project)).router()]


FINDINGS = Section(_routers, {KIND: JobKind(SECTION)})
