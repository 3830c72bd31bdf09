"""`/staff/workbench/review/drafts`: example questions that wait for the owner of a policy."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.staff.shell import go_to
from web.workbench.jobs.job import State
from web.workbench.jobs.jobs import Busy, Jobs
from web.workbench.page import WorkbenchPage
from web.workbench.review.asked import DRAFTS, number
from web.workbench.review.deciding import DecidedMeanwhile
from web.workbench.review.drafting import Drafting, OwnDraft
from web.workbench.review.routes.listing import CONFLICT, SECTION
from web.workbench.review.showing import Showing
from web.workbench.words import Words, read_words
from workbench.errors import WorkbenchError
from workbench.wording import say_error

KIND = "publish"


@dataclass(frozen=True)
class DraftRoutes:
    """Trainers see what became of drafts; owners of policies approve and refuse them."""

    guard: Guard
    page: WorkbenchPage
    jobs: Jobs
    drafting: Drafting
    showing: Showing

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(DRAFTS, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(DRAFTS + "/publish", self.publish, methods=["POST"], response_model=None)
        router.add_api_route(DRAFTS + "/{draft_id}/approve", self.approve, methods=["POST"], response_model=None)
        router.add_api_route(DRAFTS + "/{draft_id}/refuse", self.refuse, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """All drafts."""
        staff = await self.guard.staff(request, Role.POLICY_OWNER, Role.TRAINER)
        return await self._shown(request, staff)

    async def approve(self, request: Request, draft_id: str) -> Response:
        """Write its questions into the policy's file, and publish."""
        staff = await self.guard.staff(request, Role.POLICY_OWNER)
        try:
            await self.drafting.approve(staff, number(draft_id))
        except OwnDraft:
            return await self._shown(request, staff, self._words(staff)["own_draft"])
        except DecidedMeanwhile as refusal:
            return await self._shown(request, staff, self._meanwhile(staff, refusal))
        except WorkbenchError as error:
            return await self._shown(request, staff, say_error(staff.language, error))
        await self._publish(staff)
        return go_to(DRAFTS)

    async def refuse(self, request: Request, draft_id: str) -> Response:
        """Refuse it."""
        staff = await self.guard.staff(request, Role.POLICY_OWNER)
        try:
            await self.drafting.refuse(staff, number(draft_id))
        except DecidedMeanwhile as refusal:
            return await self._shown(request, staff, self._meanwhile(staff, refusal))
        except WorkbenchError as error:
            return await self._shown(request, staff, say_error(staff.language, error))
        return go_to(DRAFTS)

    async def publish(self, request: Request) -> Response:
        """Publish again what is approved, where it did not work out before."""
        staff = await self.guard.staff(request, Role.POLICY_OWNER)
        if (await self.drafting.all()).unpublished:
            await self._publish(staff)
        return go_to(DRAFTS)

    async def _publish(self, staff: Staff) -> None:
        arguments = ["review", "publish", self.drafting.folder or "", "--language", staff.language]
        try:
            await self.jobs.start(KIND, arguments, staff, DRAFTS)
        except Busy:
            return  # it looks for what is approved meanwhile, before it ends

    def _words(self, staff: Staff) -> Words:
        return read_words(SECTION, staff.language)

    def _meanwhile(self, staff: Staff, refusal: DecidedMeanwhile) -> str:
        words = self._words(staff)
        return words["meanwhile"].format(names=", ".join(refusal.by)) if refusal.by else words["gone"]

    async def _shown(self, request: Request, staff: Staff, wrong: str = "") -> Response:
        drafts, titles = await asyncio.gather(self.drafting.all(), self.showing.titles(staff.language))
        context = {"drafts": drafts, "titles": titles, "wrong": wrong, "drafts_at": DRAFTS, "job": self._job()}
        context["may_decide"] = staff.has(Role.POLICY_OWNER)
        name = "drafts" if staff.has(Role.TRAINER) else "drafts_owner"
        template, status = f"workbench/review/{name}.html", CONFLICT if wrong else 200
        return self.page.page(request, staff, SECTION, template, context, status=status, here=DRAFTS)

    def _job(self) -> dict[str, Any] | None:
        """How the last publication stands, where that is of interest."""
        job = self.jobs.latest(KIND)
        if job is None:
            return None
        state = self.jobs.state(job)
        found = self.jobs.find(job.id)
        log = found[1].tail() if found and state not in (State.RUNNING, State.DONE) else ""
        return {"state": state.value, "began": job.began, "by": job.by_name, "log": log}
