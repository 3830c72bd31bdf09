"""`POST /api/desk/conversations/{id}/suggestions/{suggestion}`: what became of a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from web.accounts.records import Scope
from web.console.distance import edit_distance
from web.console.records import Outcome
from web.console.store import suggestions
from web.console.used import MOST_COMPARED, Used
from web.desk_api import answers
from web.desk_api.bodies import OutcomeReport, read
from web.desk_api.caller import Caller, Callers
from web.desk_api.describing import ACTING, LARGEST, ONE, answer, answers_of, described
from web.desk_api.routes.reading import known
from web.errors import RefusalCode, RefusalError
from web.inbox.database import Database
from web.inbox.inbox import Clock
from web.numbers import is_number
from web.settings import Settings

USUAL_REASON = "not_needed"


@dataclass(frozen=True)
class ReportRoute:
    """Keeps it: the order of suggestions learns from it, and telemetry counts it. The first report counts."""

    settings: Settings
    callers: Callers
    database: Database
    used: Used
    clock: Clock

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter(tags=["desk"])
        router.post(
            ONE + "/suggestions/{suggestion_id}",
            response_model=None,
            openapi_extra=described(body=OutcomeReport),
            responses=answers_of(answers.Reported, "What is kept.") | ACTING,
        )(self.report)
        return router

    async def report(self, request: Request, conversation_id: str, suggestion_id: str) -> Response:
        """Keep what became of a suggestion that was shown in this conversation."""
        caller = await self.callers.of(request, Scope.SUGGESTIONS)
        body = await read(request, self.settings, OutcomeReport)
        shown = await self.used.shown(conversation_id, suggestion_id) if _is_possible(suggestion_id) else None
        if shown is None:
            raise RefusalError(RefusalCode.NOT_FOUND)
        if body.policy_id is not None and not await known(self.used.is_policy(body.policy_id)):
            raise RefusalError(RefusalCode.BAD_VALUE)
        outcome, counted = await self._keep(conversation_id, shown, caller, body)
        return answer(answers.Reported(id=shown.suggestion_id, outcome=outcome, counted=counted))

    async def _keep(
        self, conversation_id: str, shown: Any, caller: Caller, body: OutcomeReport
    ) -> tuple[Outcome, bool]:
        details, now = _details(shown.text, body), self.clock()

        def work(connection: Connection) -> tuple[Outcome, bool]:
            number = shown.suggestion_id
            kept = suggestions.act(connection, conversation_id, number, body.outcome, caller.staff.id, now, **details)
            before = None if kept is not None else suggestions.find(connection, conversation_id, number)
            return (body.outcome if before is None else before.outcome), kept is not None

        return await self.database.write(work)


def _details(text: str, body: OutcomeReport) -> dict[str, Any]:
    """What is kept beside the outcome, as the console keeps it."""
    match body.outcome:
        case "accepted":
            return {"distance": 0}
        case "edited":
            return {"distance": edit_distance(text[:MOST_COMPARED], (body.text or "")[:MOST_COMPARED])}
        case "dismissed":
            return {"reason": body.reason or USUAL_REASON}
        case "wrong_policy":
            return {"reason": "wrong_policy", "right_policy_id": body.policy_id}


def _is_possible(suggestion_id: str) -> bool:
    return is_number(suggestion_id, len(str(LARGEST)) - 1)
