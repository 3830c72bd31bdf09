"""`/staff/suggestions`: the numbers, the list behind a number, the file, and the counters emptied.

Policy owners and trainers see the numbers of all, representatives their own. Only representatives are led to
conversations.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Row

from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.listing import QueueList
from web.console.page import PATH as CONSOLE
from web.console.telemetry import csv_file
from web.console.telemetry.asked import Asked
from web.console.telemetry.page import FILE, LIST, PATH, RESET, Saying, TelemetryPage, link
from web.console.telemetry.reading import Reading
from web.console.telemetry.view import shown
from web.numbers import is_number
from web.staff.shell import go_to

READERS = (Role.POLICY_OWNER, Role.TRAINER, Role.REPRESENTATIVE)
PAGE = 50
_WEEKS = (4, 12, 26)
_YEAR_WEEKS = 52
_LONGEST_ID = 9


@dataclass(frozen=True)
class TelemetryRoutes:
    """The pages."""

    guard: Guard
    telemetry: TelemetryPage
    reading: Reading
    queue: QueueList

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(LIST, self.listed, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(FILE, self.file, methods=["GET"], response_model=None)
        router.add_api_route(RESET, self.reset, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The numbers."""
        staff, asked, say = await self._asked(request)
        done = _number(request.query_params.get("done", ""))
        return await self._numbers(request, staff, asked, say, {"done": done, "wrong": False})

    async def listed(self, request: Request) -> Response:
        """The suggestions behind a number, the newest first; `?before=` those older than the one with that id."""
        staff, asked, say = await self._asked(request)
        before = _number(request.query_params.get("before", ""))
        rows = await self.reading.listed(asked, before, PAGE + 1)
        found = rows[:PAGE]
        older = link(LIST, asked, before=str(found[-1].suggestion_id)) if len(rows) > PAGE else ""
        context = {"found": found, "older": older, "before": before, "console_path": CONSOLE}
        return self.telemetry.page(request, staff, "console/telemetry/list.html", asked, say, context)

    async def file(self, request: Request) -> Response:
        """The same as a file, all of it, whatever the length."""
        staff, asked, _ = await self._asked(request, with_titles=False)
        pieces = self.reading.pieces(asked)
        # The first piece is read before the answer begins, so that a database in trouble is still told.
        first: Sequence[Row[Any]] = await anext(pieces, [])  # an empty tuple here is an error of CPython's
        zone, with_conversation = self.telemetry.zone, staff.has(Role.REPRESENTATIVE)

        async def text() -> AsyncIterator[str]:
            yield csv_file.heading(with_conversation) + csv_file.body(first, zone, with_conversation)
            async for piece in pieces:
                yield csv_file.body(piece, zone, with_conversation)

        name = f"suggestions-{asked.period.first.isoformat()}-{asked.period.last.isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingResponse(text(), headers=headers, media_type="text/csv")

    async def reset(self, request: Request) -> Response:
        """Empty the counters of a policy, or (empty field) of all; only where the box is ticked."""
        staff = await self.guard.staff(request, Role.POLICY_OWNER)
        form = await self.guard.forms.read(request)
        policy_id = form.text("policy")
        if form.raw("sure") != "yes":
            _, asked, say = await self._asked(request)
            return await self._numbers(request, staff, asked, say, {"done": None, "wrong": True}, 422)
        number = await self.reading.reset(staff, policy_id or None)
        return go_to(f"{PATH}?done={number}#learnt")

    async def _asked(self, request: Request, with_titles: bool = True) -> tuple[Staff, Asked, Saying]:
        staff = await self.guard.staff(request, *READERS)
        asked = Asked.of(request.query_params, staff, self.guard.trail.clock(), self.telemetry.zone)
        titles = await self.queue.titles(staff.language) if with_titles else {}
        return staff, asked, self.telemetry.saying(staff, titles)

    async def _numbers(
        self, request: Request, staff: Staff, asked: Asked, say: Saying, context: dict[str, Any], status: int = 200
    ) -> Response:
        asked = asked.counted()
        numbers = await self.reading.numbers(asked)
        learnt = [] if asked.only else await self.reading.learnt()
        weeks = [(number, asked.period.ending(number)) for number in (*_WEEKS, _YEAR_WEEKS)]
        say = say.knowing(group.key for group in numbers.groups["policy"])
        context |= {"numbers": numbers, "shown": shown(numbers, asked, say), "learnt": learnt, "weeks": weeks}
        return self.telemetry.page(request, staff, "console/telemetry/numbers.html", asked, say, context, status)


def _number(asked: str) -> int | None:
    return int(asked) if is_number(asked, _LONGEST_ID) else None
