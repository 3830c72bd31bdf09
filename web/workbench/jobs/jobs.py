"""Starts commands of `chiaro` as processes of their own, watches them, and keeps what they told."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from web.accounts.records import Staff
from web.workbench.jobs.job import Job, JobFolder, State
from web.workbench.jobs.lane import enter, is_taken

KEPT = 60
CHIARO = (sys.executable, "-m", "chiaro")
_ID = re.compile(r"[0-9a-f]{16}")
# Longer than the servers of a test run may take to end (`ops.process.Patience`): they lead groups of their own, so a
# job that is killed before would leave them behind.
_GRACE_SECONDS = 20.0
_CODE = Path(__file__).resolve().parents[3]


class Busy(Exception):
    """A job of this kind is running; nothing was started."""


class Jobs:
    """The jobs of one project; their files are below its `var/workbench/jobs`.

    A job is `python -m chiaro <arguments> --events --json <file>`, which ends with 0 (good), 1 (bad, such as a test
    that failed), 2 (cannot be done) or 130 (stopped).
    """

    def __init__(
        self,
        project: Path,
        variables: Mapping[str, str],
        command: Sequence[str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the project's folder, and what jobs need to know of the running servers as environment variables."""
        self._command = list(command or CHIARO)
        self._folder = project / "var" / "workbench" / "jobs"
        self._project = project
        self._variables = dict(variables)
        self._now = clock
        self._running: dict[str, tuple[asyncio.subprocess.Process, asyncio.Task[None]]] = {}
        self._stopped: set[str] = set()

    async def start(self, kind: str, arguments: Sequence[str], by: Staff, then: str) -> Job:
        """Start a command; `then` is the page that shows what came of it (`{id}` in it is the job's).

        Raises:
            Busy: one of this kind is running.
        """
        lane = enter(self._folder, kind)
        if lane is None:
            raise Busy(kind)
        try:
            job = self._noted(kind, arguments, by, then)
            process = await self._process(job, lane)
        finally:
            os.close(lane)  # the process has its own
        self._running[job.id] = (process, asyncio.create_task(self._watch(job, process)))
        return job

    def find(self, job_id: str) -> tuple[Job, JobFolder] | None:
        """A job and its files; None where there is none of that id."""
        if not _ID.fullmatch(job_id):
            return None
        folder = JobFolder(self._folder / job_id)
        job = folder.job()
        return None if job is None else (job, folder)

    def latest(self, kind: str, states: frozenset[State] | None = None) -> Job | None:
        """The newest job of a kind that stands so (any way where nothing is said)."""
        of_kind = (job for job in self.all() if job.kind == kind)
        return next((job for job in of_kind if states is None or self.state(job) in states), None)

    def all(self) -> list[Job]:
        """All that are kept, the newest first."""
        if not self._folder.is_dir():
            return []
        found = (JobFolder(path).job() for path in self._folder.iterdir() if _ID.fullmatch(path.name))
        return sorted((job for job in found if job is not None), key=lambda job: job.began, reverse=True)

    def state(self, job: Job) -> State:
        """How a job stands, also where another process started it."""
        if job.code is not None:
            return job.state(False)
        return job.state(job.id in self._running or is_taken(self._folder, job.kind))

    def is_busy(self, kind: str) -> bool:
        """Whether a job of this kind is running."""
        return is_taken(self._folder, kind)

    async def stop(self, job_id: str) -> bool:
        """End a job that this process started, and all that it started; whether there was one."""
        running = self._running.get(job_id)
        if running is None:
            return False
        process, watching = running
        self._stopped.add(job_id)
        _signal(process, signal.SIGINT)
        done, _ = await asyncio.wait([watching], timeout=_GRACE_SECONDS)
        if not done:
            _signal(process, signal.SIGKILL)
            await asyncio.wait([watching], timeout=_GRACE_SECONDS)
        return True

    async def close(self) -> None:
        """End all that this process started."""
        await asyncio.gather(*(self.stop(job_id) for job_id in list(self._running)))

    def _noted(self, kind: str, arguments: Sequence[str], by: Staff, then: str) -> Job:
        job_id = secrets.token_hex(8)
        job = Job(job_id, kind, list(arguments), by.id, by.name, self._now(), then.replace("{id}", job_id))
        folder = JobFolder(self._folder / job.id)
        folder.path.mkdir(parents=True)
        folder.keep(job)
        self._forget_old()
        return job

    async def _process(self, job: Job, lane: int) -> asyncio.subprocess.Process:
        folder = JobFolder(self._folder / job.id)
        command = [*self._command, *job.arguments, "--events", "--json", str(folder.result)]
        paths = os.pathsep.join([str(_CODE), *filter(None, [os.environ.get("PYTHONPATH")])])
        own = {"CHIARO_PROJECT": str(self._project), "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        with folder.events.open("wb") as events, folder.log.open("wb") as log:
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=events,
                stderr=log,
                cwd=self._project,
                env={**os.environ, **self._variables, **own},
                start_new_session=True,  # so that a stop reaches all that it started
                pass_fds=(lane,),
            )

    async def _watch(self, job: Job, process: asyncio.subprocess.Process) -> None:
        code = await process.wait()
        _signal(process, signal.SIGKILL)  # what it may have left behind
        over = job.over(code, self._now(), job.id in self._stopped)
        JobFolder(self._folder / job.id).keep(over)
        self._running.pop(job.id, None)

    def _forget_old(self) -> None:
        for job in self.all()[KEPT:]:
            if self.state(job) != State.RUNNING:
                shutil.rmtree(self._folder / job.id, ignore_errors=True)


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return  # it has ended, and all of its group
