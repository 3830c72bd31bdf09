"""The parts of the workbench, put together for `web/app.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI

from web.accounts.records import Role
from web.console.addresses import has_nameable_parts
from web.console.knowledge import Knowledge
from web.console.store.record import Record
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.running import always
from web.rasa import Rasa
from web.settings import Settings
from web.staff.parts import StaffParts
from web.staff.shell import Area
from web.workbench.bench import Bench, Section
from web.workbench.findings.parts import FINDINGS
from web.workbench.home import HomeRoute
from web.workbench.jobs.jobs import Jobs
from web.workbench.jobs.routes import JobRoutes
from web.workbench.models.parts import MODELS
from web.workbench.page import PATH, WorkbenchPage
from web.workbench.review.parts import DRAFTS_AREA
from web.workbench.review.parts import SECTION as REVIEW
from web.workbench.simulate.parts import SIMULATE
from web.workbench.talk.parts import SECTION as TALK
from web.workbench.tests.parts import TESTS
from workbench.project.project import Project

AREAS = (Area(PATH, "workbench", frozenset({Role.TRAINER})), DRAFTS_AREA)


SECTIONS: tuple[Section, ...] = (REVIEW, TALK, SIMULATE, TESTS, MODELS, FINDINGS)


class WorkbenchParts:
    """Makes what the workbench's sections share."""

    def __init__(
        self,
        settings: Settings,
        staff: StaffParts,
        inbox: Inbox,
        database: Database,
        bells: Bells,
        rasa: Rasa,
        knowledge: Knowledge,
        sections: tuple[Section, ...] = SECTIONS,
    ) -> None:
        self._sections = sections
        self.jobs = Jobs(settings.project, _variables(settings))
        self.bench = Bench(
            settings,
            staff.guard,
            staff.forms,
            WorkbenchPage(staff.shell),
            self.jobs,
            Project(settings.project),
            database,
            inbox,
            bells,
            rasa,
            knowledge,
            Record(settings.tracker_url),
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Do beside the requests what sections do there, and end their jobs with the block."""
        parts = [section.beside(self.bench) for section in self._sections if section.beside]
        tasks = [asyncio.create_task(always(part.run)) for part in parts]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.jobs.close()

    def install(self, app: FastAPI) -> None:
        """Add the pages to `app`."""
        for router in self.routers():
            app.include_router(router, include_in_schema=False, dependencies=[Depends(has_nameable_parts)])

    def routers(self) -> list[APIRouter]:
        """The pages of all sections, and those of jobs."""
        bench = self.bench
        kinds = {name: kind for section in self._sections for name, kind in section.jobs.items()}
        return [
            HomeRoute(bench.guard).router(),
            JobRoutes(bench.guard, bench.page, bench.jobs, bench.bells, kinds).router(),
            *(router for section in self._sections for router in section.routers(bench)),
        ]


def _variables(settings: Settings) -> dict[str, str]:
    """What jobs must know of the running servers."""
    return {
        "CHIARO_DATABASE_URL": settings.database_url,
        "CHIARO_TRACKER_URL": settings.tracker_url,
        "CHIARO_RASA_URL": str(settings.rasa_url),
        "CHIARO_ACTIONS_URL": str(settings.actions_url),
    }
