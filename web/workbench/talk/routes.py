"""`/staff/workbench/talk`: the page, and what can be done on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from policy_kb.store.customers import all_customers
from web.accounts.forms import Form
from web.accounts.records import Role, Staff
from web.console.knowledge import KnowledgeUnavailableError
from web.numbers import is_number
from web.staff.shell import go_to
from web.workbench.bench import Bench
from web.workbench.jobs.jobs import Busy
from web.workbench.jobs.routes import JOBS, to_job
from web.workbench.page import address_of
from web.workbench.talk.given import CHOICES, given_by
from web.workbench.talk.trial import Trial
from workbench.errors import WorkbenchError
from workbench.wording import say_error

SECTION = "talk"
PATH = address_of(SECTION)
_MODELS = "models/chiaro-*.tar.gz"
_MOST_TEXT = 2000


@dataclass(frozen=True)
class TalkRoutes:
    """A tried conversation and the turn that is looked into; what went wrong is said on the page."""

    bench: Bench
    trial: Trial

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        for name in ("start", "begin", "say", "back"):
            router.add_api_route(f"{PATH}/{name}", getattr(self, name), methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The page, with the conversation and the turn that its address names."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        talk_id = request.query_params.get("talk")
        return await self._page(request, staff, talk_id, request.query_params.get("turn"))

    async def start(self, request: Request) -> Response:
        """Start the trial with the chosen model."""
        staff, form = await self._asked(request)
        model = form.text("model")
        chosen = model if model in self._models() else None
        try:
            return to_job(await self.trial.start(f"models/{chosen}" if chosen else None, staff, PATH))
        except Busy:
            return go_to(PATH)

    async def begin(self, request: Request) -> Response:
        """Begin a conversation."""
        staff, form = await self._asked(request)
        try:
            talk = await self.trial.begin(given_by(form, frozenset(await self._customers())))
        except WorkbenchError as error:
            return await self._page(request, staff, None, None, error)
        return go_to(f"{PATH}?talk={talk['id']}")

    async def say(self, request: Request) -> Response:
        """Say something, as the customer."""
        staff, form = await self._asked(request)
        try:
            talk = await self.trial.say(form.text("talk"), form.text("text", _MOST_TEXT))
        except WorkbenchError as error:
            return await self._page(request, staff, form.text("talk"), None, error)
        return go_to(f"{PATH}?talk={talk['id']}#said")

    async def back(self, request: Request) -> Response:
        """Step back to a turn: what was said before it is said again in a new conversation."""
        staff, form = await self._asked(request)
        turns = form.text("turns")
        try:
            talk = await self.trial.back(form.text("talk"), int(turns) if is_number(turns, 4) else -1)
        except WorkbenchError as error:
            return await self._page(request, staff, form.text("talk"), None, error)
        return go_to(f"{PATH}?talk={talk['id']}#said")

    async def _asked(self, request: Request) -> tuple[Staff, Form]:
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        return staff, await self.bench.forms.read(request)

    async def _page(
        self, request: Request, staff: Staff, talk_id: str | None, turn: str | None, wrong: WorkbenchError | None = None
    ) -> Response:
        talk, running = None, self.trial.running()
        if running is not None and talk_id:
            try:
                talk = await self.trial.find(talk_id)
            except WorkbenchError as error:
                wrong = wrong or error
        context = {
            "running": running,
            "starting": self.trial.starting(),
            "jobs_at": JOBS,
            "models": self._models(),
            "customers": await self._customers() if running else [],
            "choices": CHOICES,
            "talk": talk,
            "looked": _looked_into(talk, turn),
            "wrong": say_error(staff.language, wrong) if wrong else "",
        }
        status = 422 if wrong else 200
        page = self.bench.page
        return page.page(request, staff, SECTION, "workbench/talk/talk.html", context, status=status, here=PATH)

    def _models(self) -> list[str]:
        """The names of the models' files, the newest first."""
        files = sorted(self.bench.project.root.glob(_MODELS), key=lambda file: file.stat().st_mtime, reverse=True)
        return [file.name for file in files]

    async def _customers(self) -> dict[str, str]:
        """The sample customers' names by id; none where the knowledge base does not answer."""
        try:
            return await self.bench.knowledge.read(
                lambda session: {customer.customer_id: customer.name for customer in all_customers(session)}
            )
        except KnowledgeUnavailableError:
            return {}


def _looked_into(talk: dict[str, Any] | None, turn: str | None) -> dict[str, Any] | None:
    """The turn that is named, else the last; with its number."""
    turns = talk["turns"] if talk else []
    if not turns:
        return None
    number = int(turn) if turn and is_number(turn, 4) and 1 <= int(turn) <= len(turns) else len(turns)
    return {"number": number, "of": turns[number - 1], "rest": _rest(turns[number - 1]["times"])}


def _rest(times: dict[str, float]) -> float:
    return max(0.0, times["whole"] - times["understanding"] - times["actions"])
