"""`…/groups/<id>/correct`: what is right, shown as it will be written, then written."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from policy_kb.suggestions.request import LEVELS
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.staff.shell import go_to
from web.workbench.page import WorkbenchPage
from web.workbench.review import asked as asking
from web.workbench.review.asked import GROUP, MOST_MARKS
from web.workbench.review.correcting import MOST_LINES, Correction, Plan, plan
from web.workbench.review.deciding import DecidedMeanwhile, Deciding
from web.workbench.review.records import Chosen, Item
from web.workbench.review.routes.group import GroupRoutes
from web.workbench.review.routes.listing import CONFLICT, SECTION
from web.workbench.review.showing import Showing
from workbench.errors import NotThere, WorkbenchError
from workbench.project import Project
from workbench.wording import say_error

UNUSABLE = 422


@dataclass(frozen=True)
class CorrectRoutes:
    """The page of a correction, in three steps: choose, look at the difference, write."""

    guard: Guard
    page: WorkbenchPage
    project: Project
    deciding: Deciding
    showing: Showing
    groups: GroupRoutes

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(GROUP + "/correct", self.begin, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(GROUP + "/correct", self.go_on, methods=["POST"], response_model=None)
        return router

    async def begin(self, request: Request, group_id: str) -> Response:
        """The form, with what the chosen customers wrote."""
        staff = await self.guard.staff(request, Role.TRAINER)
        chosen = asking.chosen_in(asking.number(group_id), request)
        try:
            texts, newest = await self.deciding.texts(chosen, MOST_LINES)
        except DecidedMeanwhile as refusal:
            return await self.groups.refused(request, staff, chosen.group_id, refusal)
        return await self._form(request, staff, chosen, _likely(texts, newest))

    async def go_on(self, request: Request, group_id: str) -> Response:
        """Show what will be written; write it where the form says `step=write`, for what was shown."""
        staff = await self.guard.staff(request, Role.TRAINER)
        form = await self.guard.forms.read(request)
        chosen = asking.chosen_in(asking.number(group_id), form)
        correction, step = asking.correction_in(form), form.raw("step")
        if step == "edit":
            return await self._form(request, staff, chosen, correction)
        try:
            await self._refuse_unknown(correction, staff)
            made = await asyncio.to_thread(plan, self.project, correction)
            if step != "write":
                return await self._shown(request, staff, chosen, correction, made)
            if form.raw("digest") != made.digest:
                return await self._shown(request, staff, chosen, correction, made, CONFLICT)
            decision_id = await self.deciding.decide(staff, chosen, "correct", correction, made)
        except DecidedMeanwhile as refusal:
            return await self.groups.refused(request, staff, chosen.group_id, refusal)
        except WorkbenchError as error:
            wrong = say_error(staff.language, error)
            return await self._form(request, staff, chosen, correction, wrong, UNUSABLE)
        return go_to(asking.group_at(chosen.group_id, state="corrected", done=decision_id))

    async def _refuse_unknown(self, correction: Correction, staff: Staff) -> None:
        """A policy is looked for again when its draft is approved; told now, it can still be another."""
        titles = await self.showing.titles(staff.language)
        if correction.policy_id and titles and correction.policy_id not in titles:
            raise NotThere("review.no-policy", policy=correction.policy_id)

    async def _form(
        self, request: Request, staff: Staff, chosen: Chosen, given: Correction, wrong: str = "", status: int = 200
    ) -> Response:
        names = await self.showing.names(staff.language)
        marks = [(mark.words, mark.entity) for mark in given.marks]
        blank = [("", "")] * (MOST_MARKS - len(marks))
        context = {"names": names, "levels": LEVELS, "marks": marks + blank, "wrong": wrong, "most": MOST_LINES}
        return self._page(request, staff, "form", chosen, given, context, status)

    async def _shown(
        self, request: Request, staff: Staff, chosen: Chosen, given: Correction, made: Plan, status: int = 200
    ) -> Response:
        titles = await self.showing.titles(staff.language)
        files = [(change.path, change.before is None, _coloured(self.project.diff(change))) for change in made.changes]
        context = {"plan": made, "files": files, "titles": titles, "is_other": status == CONFLICT}
        return self._page(request, staff, "difference", chosen, given, context, status)

    def _page(
        self,
        request: Request,
        staff: Staff,
        name: str,
        chosen: Chosen,
        given: Correction,
        context: dict[str, Any],
        status: int,
    ) -> Response:
        shared = {
            "given": given,
            "chosen": chosen,
            "fields": asking.fields_of(chosen),
            "number": chosen.count if chosen.is_all else len(chosen.items),
            "group_at": asking.group_at,
            "action": f"{GROUP.format(group_id=chosen.group_id)}/correct",
        }
        template = f"workbench/review/{name}.html"
        here = None if request.method != "POST" else asking.correct_at(chosen)
        return self.page.page(request, staff, SECTION, template, shared | context, status=status, here=here)


def _likely(texts: list[str], newest: Item) -> Correction:
    """The form as it begins: a representative may have said already which policy is right."""
    return Correction(tuple(texts), newest.language, policy_id=newest.right_policy_id or "")


def _coloured(diff: str) -> list[tuple[str, str]]:
    """The lines of a difference below its heading, each with what it is."""
    kinds = {"+": "added", "-": "removed", "@": "place"}
    return [(kinds.get(line[:1], ""), line) for line in diff.splitlines()[2:]]
