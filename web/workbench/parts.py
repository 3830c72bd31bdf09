"""The parts of the workbench, put together for `web/app.py`."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from web.accounts.records import Role
from web.console.addresses import has_nameable_parts
from web.console.knowledge import Knowledge
from web.console.store.record import Record
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.rasa import Rasa
from web.settings import Settings
from web.staff.parts import StaffParts
from web.staff.shell import Area
from web.workbench.bench import Bench, Section
from web.workbench.home import HomeRoute
from web.workbench.jobs.jobs import Jobs
from web.workbench.jobs.routes import JobRoutes
from web.workbench.page import PATH, WorkbenchPage
from web.workbench.talk.parts import SECTION as TALK
from workbench.project.project import Project

AREA = Area(PATH, "workbench", frozenset({Role.TRAINER}))


SECTIONS: tuple[Section, ...] = (TALK,)


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
