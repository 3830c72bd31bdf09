"""The trial that runs now, as the pages ask it: a model and actions of its own, behind a socket of this user's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from web.accounts.records import Staff
from web.workbench.jobs.job import Job, State, told
from web.workbench.jobs.jobs import Jobs
from workbench.errors import NotThere, WorkbenchError

KIND = "trial"
_SECONDS = 60.0
_RUNNING = frozenset({State.RUNNING})


@dataclass(frozen=True)
class Running:
    """A trial that can be asked: its job, its socket and the name of its model's file."""

    job: Job
    socket: str
    model: str


@dataclass(frozen=True)
class Trial:
    """Starts and asks the trial; whatever cannot be asked raises WorkbenchError, with the words for it."""

    jobs: Jobs

    async def start(self, model: str | None, staff: Staff, then: str) -> Job:
        """Start it with a model's file (none: the newest); Busy where it is running already."""
        named = ["--model", model] if model else []
        return await self.jobs.start(KIND, ["trial", "serve", "--language", staff.language, *named], staff, then)

    def starting(self) -> Job | None:
        """The job of the trial that runs or is starting."""
        return self.jobs.latest(KIND, _RUNNING)

    def running(self) -> Running | None:
        """The trial where it can be asked already."""
        job = self.starting()
        found = self.jobs.find(job.id) if job is not None else None
        if found is None:
            return None
        places = [event for event in told(list(found[1].said())) if "socket" in event]
        return Running(found[0], str(places[-1]["socket"]), str(places[-1]["model"])) if places else None

    async def begin(self, given: dict[str, Any]) -> dict[str, Any]:
        """Begin a conversation; see `workbench/trial/records.py` for what is given and for a conversation's form."""
        return await self._asked("POST", "/talks", given)

    async def find(self, talk_id: str) -> dict[str, Any]:
        """A conversation as it stands."""
        return await self._asked("GET", f"/talks/{talk_id}")

    async def say(self, talk_id: str, text: str) -> dict[str, Any]:
        """Say something in it."""
        return await self._asked("POST", f"/talks/{talk_id}/say", {"text": text})

    async def back(self, talk_id: str, turns: int) -> dict[str, Any]:
        """A new conversation with the first turns of this one."""
        return await self._asked("POST", f"/talks/{talk_id}/back", {"turns": turns})

    async def events(self, talk_id: str) -> list[dict[str, Any]]:
        """Rasa's events of a conversation."""
        found: list[dict[str, Any]] = (await self._asked("GET", f"/talks/{talk_id}/events"))["events"]
        return found

    async def _asked(self, method: str, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        running = self.running()
        if running is None:
            raise NotThere("trial.not-running")
        transport = httpx.AsyncHTTPTransport(uds=running.socket)
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://trial", timeout=_SECONDS) as client:
                answer = await client.request(method, path, json=content)
                body: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise WorkbenchError("trial.no-answer") from error
        if answer.status_code >= 400:
            kind = NotThere if answer.status_code == 404 else WorkbenchError
            raise kind(str(body.get("key", "trial.no-answer")), **body.get("values", {}))
        return body
