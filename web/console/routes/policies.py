"""`/staff/console/policies`: policies and kept replies, searched and read; as pages, and as pieces beside a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from policy_kb.answer.wording import say_hours
from web.accounts.errors import StaffRefusalError
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.canned.filling import Filling
from web.console.canned.replies import KeptReplies
from web.console.knowledge import KnowledgeUnavailableError
from web.console.page import PATH, ConsolePage
from web.console.policies.reading import Reading, is_version
from web.console.policies.searching import LONGEST_SEARCH, PoliciesFound, PolicySearching
from web.errors import RefusalCode
from web.language import Language

POLICIES = PATH + "/policies"
View = Literal["it", "en", "both"]
VIEWS: tuple[View, ...] = get_args(View)


@dataclass(frozen=True)
class PolicyPages:
    """The search, and one policy."""

    guard: Guard
    page: ConsolePage
    searching: PolicySearching
    reading: Reading
    replies: KeptReplies
    filling: Filling

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(POLICIES, self.search, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(POLICIES + "/{policy_id}", self.show, methods=["GET", "HEAD"], response_model=None)
        return router

    async def search(self, request: Request) -> Response:
        """What was searched for; everything where a page is asked for without words."""
        staff, shared = await self._asked(request)
        words = shared["typed"]
        # Beside a reply nothing is shown until something is typed: the list of all would push the rest away.
        context = shared | {"found": PoliciesFound(), "kept": [], "is_away": False}
        if words or not _is_partial(request):
            context |= await self._policies(words) | {"kept": await self.replies.found(words)}
        return self._respond(request, staff, "console/found.html", context)

    async def show(self, request: Request, policy_id: str) -> Response:
        """One policy: a revision, the history of all, and what staff need behind it."""
        staff, shared = await self._asked(request)
        version = request.query_params.get("version", "")
        sheet = await self._sheet(policy_id, int(version) if is_version(version) else None)
        scene = shared["scene"]
        view = _view(request.query_params.get("view"), scene.language if scene else staff.language)
        spoken = [view] if view != "both" else ["it", "en"]
        context = {"sheet": sheet, "view": view, "views": VIEWS, "spoken": spoken}
        context |= {"hours": lambda number: say_hours(staff.language, number)}
        return self._respond(request, staff, "console/policy.html", shared | context)

    async def _asked(self, request: Request) -> tuple[Staff, dict[str, Any]]:
        """Who asks, and what all of these pages are shown with: the conversation, and what was searched for."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        scene = await self.filling.scene(request.query_params.get("c", ""), staff)
        words = " ".join(request.query_params.get("q", "").split())[:LONGEST_SEARCH]
        address = {"c": scene.id} if scene else {}
        shared = {"scene": scene, "typed": words, "address": address | ({"q": words} if words else {})}
        return staff, shared | {"policies_path": POLICIES, "most": LONGEST_SEARCH, "is_piece": _is_partial(request)}

    async def _policies(self, words: str) -> dict[str, Any]:
        try:
            return {"found": await self.searching.find(words)}
        except KnowledgeUnavailableError:
            return {"is_away": True}

    async def _sheet(self, policy_id: str, version: int | None) -> Any:
        try:
            sheet = await self.reading.sheet(policy_id, version)
        except KnowledgeUnavailableError as error:
            raise StaffRefusalError(RefusalCode.UNAVAILABLE) from error
        if sheet is None:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        return sheet

    def _respond(self, request: Request, staff: Staff, template: str, context: dict[str, Any]) -> Response:
        if _is_partial(request):
            return self.page.response(staff, template, context)
        return self.page.page(request, staff, "console/policies_page.html", context | {"inner": template})


def _is_partial(request: Request) -> bool:
    return "hx-request" in request.headers


def _view(asked: str | None, language: Language) -> View:
    return next((view for view in VIEWS if view == asked), language)
