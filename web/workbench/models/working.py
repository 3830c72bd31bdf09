"""Train, compare, promote, roll back: each starts a job."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.records import Role, Staff
from web.workbench.bench import Bench
from web.workbench.jobs.jobs import Busy
from web.workbench.jobs.routes import to_job
from web.workbench.models.kept import KeptModels
from web.workbench.models.recent import recent_messages, write_messages
from web.workbench.models.shared import COMPARE, MOST_REASON, PATH, PROMOTE, TRAIN, overview


@dataclass(frozen=True)
class WorkRoutes:
    """The forms of the section."""

    bench: Bench

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH + "/train", self.train, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/compare", self.compare, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/promote", self.promote, methods=["POST"], response_model=None)
        router.add_api_route(PATH + "/rollback", self.roll_back, methods=["POST"], response_model=None)
        return router

    async def train(self, request: Request) -> Response:
        """Train a candidate of the files as they are."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        await self.bench.forms.read(request)
        return await self._started(request, staff, TRAIN, ["model", "train"], "model_trained")

    async def compare(self, request: Request) -> Response:
        """Compare a model with the one in force."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        form = await self.bench.forms.read(request)
        name = self._model(form.text("model"))
        if name is None:
            return await self._refused(request, staff, "no_model")
        arguments = ["model", "compare", name]
        if form.text("recent"):
            messages = await self.bench.database.read(recent_messages)
            file = KeptModels(self.bench.project.root).recent
            await asyncio.to_thread(write_messages, file, messages)
            arguments += ["--recent", str(file)]
        return await self._started(request, staff, COMPARE, arguments, "model_compared", name)

    async def promote(self, request: Request) -> Response:
        """Put a model in force; with a reason also where the gate blocks it."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        form = await self.bench.forms.read(request)
        name, reason = self._model(form.text("model")), form.text("reason", MOST_REASON)
        if name is None:
            return await self._refused(request, staff, "no_model")
        # As one word of the command, whatever it begins with.
        anyway = [f"--anyway={reason}"] if reason else []
        arguments = ["model", "promote", name, f"--by={staff.login}", *anyway]
        return await self._started(request, staff, PROMOTE, arguments, "model_promoted", name)

    async def roll_back(self, request: Request) -> Response:
        """Put the model before in force again."""
        staff = await self.bench.guard.staff(request, Role.TRAINER)
        await self.bench.forms.read(request)
        arguments = ["model", "rollback", f"--by={staff.login}"]
        return await self._started(request, staff, PROMOTE, arguments, "model_rolled_back")

    def _model(self, name: str) -> str | None:
        """One of the models that are there; None for anything else."""
        return name if name in KeptModels(self.bench.project.root).names() else None

    async def _started(
        self, request: Request, staff: Staff, kind: str, arguments: list[str], act: str, about: str = ""
    ) -> Response:
        then = PATH + ("/jobs/{id}" if kind == COMPARE else "")
        try:
            job = await self.bench.jobs.start(kind, [*arguments, "--language", staff.language], staff, then)
        except Busy:
            return await overview(self.bench, request, staff, 409, "busy")
        await self.bench.guard.audit(staff, act, about)
        return to_job(job)

    async def _refused(self, request: Request, staff: Staff, wrong: str) -> Response:
        return await overview(self.bench, request, staff, 422, wrong)
