"""A job is a process of its own: it says how far it is, ends as its code says, can be stopped, never runs twice."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ops.process import Patience
from tests.unit.web.workbench.trainers import TRAINER
from web.workbench.jobs.job import HowFar, Job, State, how_far, told
from web.workbench.jobs.jobs import _GRACE_SECONDS, KEPT, Busy, Jobs

SAYS = """
import json, sys, time
kind = sys.argv[1]
begun, one, shown = {"step": "a.b", "of": 2}, {"done": 1, "name": "first"}, {"tell": {"test": "one"}}
for event in (begun, one, shown, {"done": 2, "name": "second"}):
    print(json.dumps(event), flush=True)
print("a line of the log", file=sys.stderr, flush=True)
if kind == "wait":
    time.sleep(60)
if kind == "stubborn":
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print(json.dumps({"tell": {"deaf": True}}), flush=True)
    time.sleep(60)
if kind == "parent":
    import subprocess
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print(json.dumps({"tell": {"child": child.pid}}), flush=True)
    time.sleep(60)
with open(sys.argv[sys.argv.index("--json") + 1], "w") as file:
    json.dump({"kind": kind}, file)
sys.exit({"bad": 1, "unusable": 2, "interrupted": 130}.get(kind, 0))
"""


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path, {}, command=(sys.executable, "-c", SAYS))


def run(act: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(act(), 60))


async def until_over(jobs: Jobs, job: Job) -> Job:
    while True:
        found = jobs.find(job.id)
        assert found is not None
        if found[0].code is not None:
            return found[0]
        await asyncio.sleep(0.02)


async def until_told(jobs: Jobs, job: Job, many: int) -> list[dict[str, object]]:
    while True:
        found = jobs.find(job.id)
        assert found is not None
        events = told(list(found[1].said()))
        if len(events) >= many:
            return events
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("argument", "state"),
    [("good", State.DONE), ("bad", State.FAILED), ("unusable", State.UNUSABLE), ("interrupted", State.STOPPED)],
)
def test_a_job_ends_as_its_exit_code_says_and_keeps_what_it_told(jobs: Jobs, argument: str, state: State) -> None:
    async def act() -> None:
        job = await jobs.start("tests", [argument], TRAINER, "/then/{id}")
        over = await until_over(jobs, job)
        assert jobs.state(over) == state
        assert over.then == f"/then/{job.id}"
        found = jobs.find(job.id)
        assert found is not None
        folder = found[1]
        assert how_far(list(folder.said())) == HowFar("a.b", 2, 2, "second")
        assert told(list(folder.said())) == [{"test": "one"}]
        assert folder.tail() == "a line of the log"
        assert folder.outcome() == {"kind": argument}
        assert not jobs.is_busy("tests")

    run(act)


def test_a_second_job_of_the_same_kind_is_not_started_meanwhile_but_one_of_another_kind_is(jobs: Jobs) -> None:
    async def act() -> None:
        first = await jobs.start("tests", ["wait"], TRAINER, "")
        assert jobs.is_busy("tests")
        with pytest.raises(Busy):
            await jobs.start("tests", ["good"], TRAINER, "")
        assert len(jobs.all()) == 1
        other = await jobs.start("train", ["good"], TRAINER, "")
        assert jobs.state(await until_over(jobs, other)) == State.DONE
        await jobs.stop(first.id)
        again = await jobs.start("tests", ["good"], TRAINER, "")
        assert jobs.state(await until_over(jobs, again)) == State.DONE

    run(act)


@pytest.mark.parametrize("argument", ["wait", "stubborn"])
def test_a_job_that_is_stopped_ends_also_where_it_does_not_listen(
    jobs: Jobs, argument: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.workbench.jobs.jobs._GRACE_SECONDS", 0.5)

    async def act() -> None:
        job = await jobs.start("tests", [argument], TRAINER, "")
        await until_told(jobs, job, 2 if argument == "stubborn" else 1)
        assert jobs.state(job) == State.RUNNING
        assert await jobs.stop(job.id)
        assert jobs.state(await until_over(jobs, job)) == State.STOPPED
        assert not jobs.is_busy("tests")

    run(act)


def test_a_job_may_take_longer_to_end_than_the_servers_that_it_ends() -> None:
    assert Patience().stop + 5 <= _GRACE_SECONDS


def test_what_a_job_started_ends_with_it(jobs: Jobs) -> None:
    async def act() -> None:
        job = await jobs.start("tests", ["parent"], TRAINER, "")
        child = (await until_told(jobs, job, 2))[1]["child"]
        assert isinstance(child, int)
        await jobs.close()
        await until_over(jobs, job)
        while _lives(child):
            await asyncio.sleep(0.02)

    run(act)


def test_another_process_sees_a_job_that_runs_and_one_whose_server_was_killed_is_lost(
    jobs: Jobs, tmp_path: Path
) -> None:
    async def act() -> None:
        job = await jobs.start("tests", ["wait"], TRAINER, "")
        elsewhere = Jobs(tmp_path, {})
        assert elsewhere.state(job) == State.RUNNING
        assert elsewhere.latest("tests") == job
        assert not await elsewhere.stop(job.id)
        process, watching = jobs._running[job.id]
        watching.cancel()  # as if the server had gone, with its process still there
        process.kill()
        await process.wait()
        assert elsewhere.state(job) == State.LOST
        assert not elsewhere.is_busy("tests")

    run(act)


def test_only_so_many_jobs_are_kept_and_never_one_that_runs_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.workbench.jobs.jobs.KEPT", 2)
    moments = iter(range(100))
    jobs = Jobs(tmp_path, {}, command=(sys.executable, "-c", SAYS), clock=lambda: float(next(moments)))

    async def act() -> None:
        running = await jobs.start("train", ["wait"], TRAINER, "")
        for _ in range(4):
            await until_over(jobs, await jobs.start("tests", ["good"], TRAINER, ""))
        kept = jobs.all()
        assert len(kept) <= 3
        assert running.id in {job.id for job in kept}
        await jobs.close()

    run(act)
    assert KEPT > 2


@pytest.mark.parametrize(
    "job_id", ["", "..", "../../etc", "0123456789abcdef/..", "0123456789ABCDEF", "f" * 16, "\0" * 16]
)
def test_an_id_that_no_job_has_finds_nothing(jobs: Jobs, job_id: str) -> None:
    assert jobs.find(job_id) is None


def test_lines_that_are_no_events_and_one_half_written_are_left_out(jobs: Jobs, tmp_path: Path) -> None:
    async def act() -> None:
        job = await jobs.start("tests", ["good"], TRAINER, "")
        await until_over(jobs, job)
        found = jobs.find(job.id)
        assert found is not None
        with found[1].events.open("ab") as file:
            file.write(b'no json\n[1, 2]\n\xff\xfe\n{"done": 7}\n{"done": 8')
        assert how_far(list(found[1].said())).done == 7

    run(act)
    assert not list(tmp_path.glob("*.new"))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
