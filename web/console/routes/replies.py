"""`/staff/console/replies`: the kept replies, in pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.errors import StaffRefusalError
from web.accounts.forms import Form
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.canned.pair import LONGEST_TEXT, LONGEST_TITLE, PairError, PairTexts
from web.console.canned.replies import KeptReplies
from web.console.canned.variables import VARIABLES
from web.console.inserting import is_pair_id
from web.console.page import PATH, ConsolePage
from web.errors import RefusalCode
from web.staff.shell import go_to

REPLIES = PATH + "/replies"
_DONE = ("added", "changed", "removed")


@dataclass(frozen=True)
class ReplyRoutes:
    """The list, and what can be done with it."""

    guard: Guard
    page: ConsolePage
    replies: KeptReplies

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(REPLIES, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(REPLIES, self.add, methods=["POST"], response_model=None)
        router.add_api_route(REPLIES + "/{pair_id}", self.change, methods=["POST"], response_model=None)
        router.add_api_route(REPLIES + "/{pair_id}/remove", self.remove, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The list."""
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        return await self._page(request, staff, {})

    async def add(self, request: Request) -> Response:
        """Keep a new reply."""
        staff, form = await self._asked(request)
        typed = _typed(form)
        try:
            title = await self.replies.add(staff, typed)
        except PairError as error:
            return await self._refused(request, staff, error, typed, None)
        await self.guard.audit(staff, "reply_added", about=title)
        return go_to(f"{REPLIES}?done=added")

    async def change(self, request: Request, pair_id: str) -> Response:
        """Give a reply other texts."""
        staff, form = await self._asked(request)
        typed, number = _typed(form), _number(pair_id)
        try:
            title = await self.replies.change(staff, number, typed)
        except PairError as error:
            return await self._refused(request, staff, error, typed, number)
        await self.guard.audit(staff, "reply_changed", about=_found(title))
        return go_to(f"{REPLIES}?done=changed")

    async def remove(self, request: Request, pair_id: str) -> Response:
        """Take a reply away."""
        staff, _ = await self._asked(request)
        title = await self.replies.remove(_number(pair_id))
        await self.guard.audit(staff, "reply_removed", about=_found(title))
        return go_to(f"{REPLIES}?done=removed")

    async def _asked(self, request: Request) -> tuple[Staff, Form]:
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        return staff, await self.guard.forms.read(request)

    async def _refused(
        self, request: Request, staff: Staff, error: PairError, typed: PairTexts, pair_id: int | None
    ) -> Response:
        """The page with what is wrong, and with everything that was typed."""
        said = self.page.words[staff.language].pair_problems[error.problem].format(**error.values)
        return await self._page(request, staff, {"wrong": said, "typed": typed, "wrong_id": pair_id}, 422)

    async def _page(self, request: Request, staff: Staff, more: dict[str, Any], status: int = 200) -> Response:
        asked = request.query_params.get("done", "")
        context = {
            "every": await self.replies.every(),
            "done": asked if asked in _DONE else "",
            "places": [f"{{{name}}}" for name in VARIABLES],
            "most_title": LONGEST_TITLE,
            "most_text": LONGEST_TEXT,
            "replies_path": REPLIES,
            "wrong": "",
            "wrong_id": None,
            "typed": None,
        }
        return self.page.page(request, staff, "console/replies.html", context | more, status, REPLIES)


def _typed(form: Form) -> PairTexts:
    return PairTexts(form.raw("title"), form.raw("it"), form.raw("en"))


def _number(pair_id: str) -> int:
    if not is_pair_id(pair_id):
        raise StaffRefusalError(RefusalCode.NOT_FOUND)
    return int(pair_id)


def _found(title: str | None) -> str:
    if title is None:
        raise StaffRefusalError(RefusalCode.NOT_FOUND)
    return title
