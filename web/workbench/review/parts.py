"""The section's parts, put together for the workbench's."""

from __future__ import annotations

from fastapi import APIRouter

from web.accounts.records import Role
from web.staff.shell import Area
from web.workbench.bench import Bench, Section
from web.workbench.jobs.routes import JobKind
from web.workbench.review.asked import DRAFTS
from web.workbench.review.collector import Collector
from web.workbench.review.deciding import Deciding
from web.workbench.review.drafting import Drafting, folder_in
from web.workbench.review.routes.correct import CorrectRoutes
from web.workbench.review.routes.drafts import KIND, DraftRoutes
from web.workbench.review.routes.group import GroupRoutes
from web.workbench.review.routes.listing import ListRoutes
from web.workbench.review.showing import Showing

# Owners of policies who are no trainers come here only.
DRAFTS_AREA = Area(DRAFTS, "drafts", frozenset({Role.POLICY_OWNER}))


def collector_of(bench: Bench) -> Collector:
    """What is to run beside the requests."""
    return Collector(bench.database, bench.record, bench.inbox.clock)


def _routers(bench: Bench) -> list[APIRouter]:
    guard, page, database, clock = bench.guard, bench.page, bench.database, bench.inbox.clock
    deciding = Deciding(database, guard.trail, bench.project, clock)
    folder = folder_in(bench.settings.project, bench.settings.company_file)
    drafting = Drafting(database, guard.trail, bench.project, clock, folder)
    showing = Showing(bench.knowledge, bench.project)
    groups = GroupRoutes(guard, page, database, deciding, showing)
    return [
        ListRoutes(guard, page, database, deciding, showing).router(),
        groups.router(),
        CorrectRoutes(guard, page, bench.project, deciding, showing, groups).router(),
        DraftRoutes(guard, page, bench.jobs, drafting, showing).router(),
    ]


SECTION = Section(_routers, {KIND: JobKind("review")}, collector_of)
