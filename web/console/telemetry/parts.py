"""The parts of the page of numbers, put together for the console's."""

from __future__ import annotations

from fastapi import APIRouter

from web.console.listing import QueueList
from web.console.page import ConsolePage
from web.console.telemetry.page import PATH, TelemetryPage
from web.console.telemetry.reading import Reading
from web.console.telemetry.routes import READERS, TelemetryRoutes
from web.console.telemetry.words import read_telemetry_words
from web.inbox.database import Database
from web.staff.parts import StaffParts
from web.staff.shell import Area

AREA = Area(PATH, "telemetry", frozenset(READERS))


def telemetry_router(staff: StaffParts, page: ConsolePage, database: Database, queue: QueueList) -> APIRouter:
    """The pages about what became of suggestions."""
    telemetry = TelemetryPage(staff.shell, read_telemetry_words(), page.words)
    return TelemetryRoutes(staff.guard, telemetry, Reading(database, staff.trail), queue).router()
