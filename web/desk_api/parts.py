"""The interface for other desks, put together for `web/app.py`."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from web.console.addresses import has_nameable_parts
from web.console.parts import ConsoleParts
from web.desk_api.caller import Callers
from web.desk_api.routes.acting import ActingRoutes
from web.desk_api.routes.reading import ReadingRoutes
from web.desk_api.routes.reporting import ReportRoute
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.settings import Settings
from web.staff.parts import StaffParts


def install_desk_api(
    app: FastAPI, settings: Settings, staff: StaffParts, console: ConsoleParts, inbox: Inbox, database: Database
) -> None:
    """Add the routes to `app`."""
    for router in _routers(settings, staff, console, inbox, database):
        app.include_router(router, dependencies=[Depends(has_nameable_parts)])


def _routers(
    settings: Settings, staff: StaffParts, console: ConsoleParts, inbox: Inbox, database: Database
) -> list[APIRouter]:
    callers = Callers(staff.guard, staff.people)
    return [
        ReadingRoutes(callers, console.queue, console.viewing, console.suggesting, inbox).router(),
        ActingRoutes(settings, callers, inbox, console.persons, database, console.used).router(),
        ReportRoute(settings, callers, database, console.used, inbox.clock).router(),
    ]
