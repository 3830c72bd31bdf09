"""`/staff/workbench/models`: what is in force, what there is, and what a comparison came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.errors import StaffRefusalError
from web.accounts.records import Role, Staff
from web.errors import RefusalCode
from web.workbench.bench import Bench
from web.workbench.models.kept import Document, KeptModels
from web.workbench.models.shared import COMPARE, PATH, SECTION, overview
from web.workbench.words import read_words
from workbench.models.confusion import confusion_picture
from workbench.wording import say

SIDES = ("in_force", "candidate")
_MOST_ANSWERS = 200


@dataclass(frozen=True)
class LookingRoutes:
    """The overview, and a comparison by its id or by the job that made it."""

    bench: Bench

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH + "/compared/{id}", self.compared, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH + "/jobs/{job_id}", self.of_job, methods=["GET", "HEAD"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """Everything."""
        return await overview(self.bench, request, await self.bench.guard.staff(request, Role.TRAINER))

    async def compared(self, request: Request, id: str) -> Response:
        """A comparison."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        return self._shown(request, staff, KeptModels(self.bench.project.root).comparison(id))

    async def of_job(self, request: Request, job_id: str) -> Response:
        """The comparison that a job made."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        found = self.bench.jobs.find(job_id)
        if found is None or found[0].kind != COMPARE:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        outcome = found[1].outcome()
        return self._shown(request, staff, outcome if isinstance(outcome, dict) and "gate" in outcome else None)

    def _shown(self, request: Request, staff: Staff, found: Document | None) -> Response:
        if found is None:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        words = read_words(SECTION, staff.language)
        context = {
            "found": found,
            "reasons": [(_said(reason, staff), reason) for reason in found["gate"]["reasons"]],
            "rows": list(_rows(found, words)),
            "by_intent": [one for one in found["intents"] if one["intent"] and not one["language"]],
            "pictures": {side: confusion_picture(found["confusion"][side], words["confusion"]) for side in SIDES},
            "wrong_pairs": [one for one in found["confusion"]["candidate"] if one["meant"] != one["said"]],
            "bins": found["calibration"]["candidate"]["bins"],
            "answers": (found.get("answers") or [])[:_MOST_ANSWERS],
        }
        return self.bench.page.page(request, staff, SECTION, "workbench/models/compared.html", context)


def _said(reason: Mapping[str, Any], staff: Staff) -> str:
    return say(staff.language, f"models.{reason['key']}", **reason["values"])


def _rows(found: Document, words: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """What is compared, with both sides as text."""
    for one in found["intents"]:
        if not one["intent"]:
            title = words["right_in"].format(lang=words[one["language"]]) if one["language"] else words["right"]
            yield (title, *(_share(one[side]) for side in SIDES))
    yield (words["calibration"], *(f"{found['calibration'][side]['error']:.3f}" for side in SIDES))
    yield (words["scope"], *(_number(found["scope"][side]["auroc"]) for side in SIDES))
    yield (words["refused_outside"], *(_share(found["scope"][side]["refused_outside"]) for side in SIDES))
    yield (words["refused_inside"], *(_share(found["scope"][side]["refused_inside"]) for side in SIDES))
    yield (words["frustration"], *(f"{found['frustration'][side]['kappa']:.3f}" for side in SIDES))
    yield (words["calm"], *(_share(found["frustration"][side]["calm_as_heated"]) for side in SIDES))
    if "tests" in found:
        yield (words["tests"], *(_tests(found["tests"][side]) for side in SIDES))
    yield (words["cost"], *(f"{found['cost'][side]:.1f}" for side in SIDES))


def _share(one: Mapping[str, Any]) -> str:
    return f"{one['share']:.1%} ({one['low']:.1%}–{one['high']:.1%})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _tests(counts: Mapping[str, int]) -> str:
    return f"{counts['passed']} / {counts['passed'] + counts['failed']}"
