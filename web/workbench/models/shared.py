"""What the section's routes share."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from web.accounts.records import Staff
from web.workbench.bench import Bench
from web.workbench.jobs.job import State
from web.workbench.jobs.routes import JOBS
from web.workbench.models.kept import KeptModels
from web.workbench.page import address_of

SECTION = "models"
PATH = address_of(SECTION)
TRAIN, COMPARE, PROMOTE = "train", "compare", "promote"
MOST_REASON = 300


async def overview(bench: Bench, request: Request, staff: Staff, status: int = 200, wrong: str = "") -> Response:
    """The page with everything; `wrong` is the key of what went wrong."""
    kept, jobs = KeptModels(bench.project.root), bench.jobs
    in_force, comparisons = kept.in_force(), kept.comparisons()
    # Before anybody has promoted one, only Rasa knows which one answers.
    present = str(in_force["name"]) if in_force else (await bench.rasa.model() or "").removesuffix(".tar.gz")
    running = [job for job in jobs.all() if job.kind in (TRAIN, COMPARE, PROMOTE) and jobs.state(job) == State.RUNNING]
    context: dict[str, Any] = {
        "in_force": in_force,
        "present": present,
        "models": [(name, _latest(comparisons, name, present), name == present) for name in kept.names()],
        "comparisons": comparisons,
        "history": kept.history(),
        "running": running[0] if running else None,
        "jobs_at": JOBS,
        "most_reason": MOST_REASON,
        "wrong": wrong,
    }
    return bench.page.page(request, staff, SECTION, "workbench/models/models.html", context, status=status, here=PATH)


def _latest(comparisons: list[dict[str, Any]], name: str, present: str) -> dict[str, Any] | None:
    """The latest comparison of a model with the one in force."""
    fits = (one for one in comparisons if one["candidate"] == name and (not present or one["in_force"] == present))
    return next(fits, None)
