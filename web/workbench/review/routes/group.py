"""`/staff/workbench/review/groups/<id>`: messages that are like each other, and what is decided about them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from web.accounts.errors import StaffRefusalError
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.page import PATH as CONSOLE
from web.errors import RefusalCode
from web.inbox.database import Database
from web.staff.shell import go_to
from web.workbench.page import WorkbenchPage, address_of
from web.workbench.review import asked as asking
from web.workbench.review.asked import GROUP
from web.workbench.review.deciding import DecidedMeanwhile, Deciding
from web.workbench.review.records import STATES, Decision, Item, State
from web.workbench.review.routes.listing import CONFLICT, SECTION
from web.workbench.review.showing import Showing
from web.workbench.review.store import decisions, groups, items
from web.workbench.words import read_words

PAGE = 50


@dataclass(frozen=True)
class _Seen:
    """What is shown of a group."""

    items: list[Item]
    sizes: dict[str, int]
    done: Decision | None
    can_be_undone: bool


@dataclass(frozen=True)
class GroupRoutes:
    """A group's page, and the decisions that change no file."""

    guard: Guard
    page: WorkbenchPage
    database: Database
    deciding: Deciding
    showing: Showing

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(GROUP, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(GROUP + "/decide", self.decide, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request, group_id: str) -> Response:
        """Its items that stand as `?state=` says, the newest first; `before=`: older ones; `done=`: a decision."""
        staff = await self.guard.staff(request, Role.TRAINER)
        return await self.shown(request, staff, asking.number(group_id))

    async def decide(self, request: Request, group_id: str) -> Response:
        """Accept or dismiss what is ticked; to correct it, go to the page for that."""
        staff = await self.guard.staff(request, Role.TRAINER)
        form = await self.guard.forms.read(request)
        found, act = asking.number(group_id), form.raw("act")
        if act not in ("accept", "dismiss", "correct"):
            raise StaffRefusalError(RefusalCode.WRONG_TYPE, field="act", wanted="accept")
        try:
            chosen = asking.chosen_in(found, form)
        except StaffRefusalError:
            return await self.shown(request, staff, found, "choose_some", 422)
        if act == "correct":
            return go_to(asking.correct_at(chosen))
        try:
            decision_id = await self.deciding.decide(staff, chosen, "accept" if act == "accept" else "dismiss")
        except DecidedMeanwhile as refusal:
            return await self.refused(request, staff, found, refusal)
        return go_to(asking.group_at(found, done=decision_id))

    async def refused(self, request: Request, staff: Staff, group_id: int, refusal: DecidedMeanwhile) -> Response:
        """The group as it is now, with who decided meanwhile."""
        return await self.shown(request, staff, group_id, "meanwhile" if refusal.by else "gone", CONFLICT, refusal.by)

    async def shown(
        self, request: Request, staff: Staff, group_id: int, wrong: str = "", status: int = 200, by: Any = ()
    ) -> Response:
        """The page, after something that went `wrong` (a key of its words).

        Raises:
            StaffRefusalError: there is no such group, or all of it was erased.
        """
        query = request.query_params if request.method != "POST" else {}
        state: State = next((state for state in STATES if state == query.get("state")), "open")
        before = asking.optional_number(query.get("before", ""))
        done = asking.optional_number(query.get("done", ""))
        seen, titles = await asyncio.gather(
            self.database.read(lambda connection: _read(connection, group_id, state, before, done)),
            self.showing.titles(staff.language),
        )
        if not seen.sizes:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        words = read_words(SECTION, staff.language)
        context = {
            "group_id": group_id,
            "seen": seen,
            "items": seen.items[:PAGE],
            "older": asking.group_at(group_id, state=state, before=seen.items[PAGE - 1].id)
            if len(seen.items) > PAGE
            else "",
            "state": state,
            "states": STATES,
            "titles": titles,
            "wrong": words[wrong].format(names=", ".join(by)) if wrong else "",
            "undone": query.get("undone") == "yes",
            "group_at": asking.group_at,
            "test_at": address_of("tests") + "/record",
            "models_at": address_of("models"),
            "console_at": CONSOLE if staff.has(Role.REPRESENTATIVE) else "",
        }
        here = None if status == 200 else asking.group_at(group_id)
        return self.page.page(request, staff, SECTION, "workbench/review/group.html", context, status=status, here=here)


def _read(connection: Connection, group_id: int, state: State, before: int | None, done: int | None) -> _Seen:
    found = items.of_group(connection, group_id, state, before, PAGE + 1)
    decision = decisions.find(connection, done) if done is not None else None
    if decision is not None and decision.group_id != group_id:
        decision = None
    can_be_undone = decision is not None and decisions.can_be_undone(connection, decision)
    return _Seen(found, groups.sizes(connection, group_id), decision, can_be_undone)
