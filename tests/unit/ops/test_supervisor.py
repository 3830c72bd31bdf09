"""Processes that are started, watched, started again and stopped; with real ones."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.console import Console
from ops.process import Patience
from ops.services import Service
from ops.supervisor import Supervisor

QUICK = Patience(first_pause=0.01, longest_pause=0.02, stop=5.0)
SLEEPS = "import time; print('up', flush=True); time.sleep(600)"
Make = Callable[..., Supervisor]


def service(program: str, name: str = "little") -> Service:
    return Service(name, [sys.executable, "-c", program], "http://127.0.0.1:9/none")


@pytest.fixture
def make(tmp_path: Path, console: Console) -> Make:
    """Makes a supervisor for services."""

    def supervisor(*services: Service, patience: Patience = QUICK) -> Supervisor:
        return Supervisor(services, tmp_path, tmp_path / "log", dict(os.environ), console, patience)

    return supervisor


def until(supervisor: Supervisor, holds: Callable[[], bool]) -> None:
    """Watches until `holds`; the time limit of the test run ends a wait in vain."""
    assert supervisor.watch(threading.Event(), holds)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that has ended and waits for its parent to look is not alive.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def wrote(path: Path, text: str) -> bool:
    return path.is_file() and text in path.read_text()


def test_a_process_that_dies_is_started_again_and_that_is_said(make: Make, said: io.StringIO, tmp_path: Path) -> None:
    once = f"import pathlib, sys; p = pathlib.Path({str(tmp_path / 'died')!r})\n"
    once += "if not p.exists():\n    p.touch(); print('I fall', flush=True); sys.exit(3)\n" + SLEEPS
    with make(service(once)) as supervisor:
        process = supervisor.processes[0]
        first = process.pid
        until(supervisor, lambda: process.deaths == 1 and process.is_running)
        assert process.pid != first
    assert "little has stopped (exit code 3)" in said.getvalue()
    assert "    I fall\n" in said.getvalue()
    assert "little is running again." in said.getvalue()


def test_a_process_that_is_killed_is_said_with_the_signal(make: Make, said: io.StringIO) -> None:
    with make(service("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")) as supervisor:
        until(supervisor, lambda: supervisor.processes[0].deaths >= 1)
    assert "little has stopped (signal SIGKILL)" in said.getvalue()
    assert "(it wrote nothing)" in said.getvalue()


def test_only_the_process_that_died_is_started_again(make: Make) -> None:
    with make(service(SLEEPS, "well"), service("import sys; sys.exit(1)", "ill")) as supervisor:
        well, ill = supervisor.processes
        pid = well.pid
        until(supervisor, lambda: ill.deaths >= 2)
        assert (well.pid, well.deaths) == (pid, 0)


def test_stopping_leaves_no_process(make: Make, tmp_path: Path) -> None:
    with make(service(SLEEPS, "one"), service(SLEEPS, "two")) as supervisor:
        pids = [process.pid for process in supervisor.processes]
        until(supervisor, lambda: all(wrote(tmp_path / "log" / f"{n}.log", "up") for n in ("one", "two")))
        assert all(pid is not None and is_alive(pid) for pid in pids)
    assert not any(pid is not None and is_alive(pid) for pid in pids)


def test_stopping_ends_what_a_process_has_started_itself(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "grandchild"
    parent = (
        "import subprocess, sys, time, pathlib, signal\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEPS!r}])\n"
        f"pathlib.Path({str(file)!r}).write_text(str(child.pid) + '.')\n"
        "time.sleep(600)"
    )
    with make(service(parent)) as supervisor:
        until(supervisor, lambda: wrote(file, "."))
        grandchild = int(file.read_text()[:-1])
        assert is_alive(grandchild)
    assert not is_alive(grandchild)


def test_a_process_that_will_not_end_is_ended(make: Make, tmp_path: Path) -> None:
    stubborn = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SLEEPS
    with make(service(stubborn), patience=Patience(stop=0.05)) as supervisor:
        pid = supervisor.processes[0].pid
        assert pid is not None
        until(supervisor, lambda: wrote(tmp_path / "log" / "little.log", "up"))
    assert not is_alive(pid)


def test_a_failure_inside_stops_the_processes_too(make: Make) -> None:
    pids: list[int | None] = []

    def fail(supervisor: Supervisor) -> None:
        with supervisor:
            pids.append(supervisor.processes[0].pid)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail(make(service(SLEEPS)))
    assert [pid is not None and is_alive(pid) for pid in pids] == [False]


def test_a_program_that_is_not_there_stops_those_started_before_it(make: Make) -> None:
    supervisor = make(service(SLEEPS), Service("gone", ["/nowhere/at/all"], ""))
    with pytest.raises(FileNotFoundError):
        supervisor.__enter__()
    assert not supervisor.processes[0].is_running


def test_pauses_double_up_to_the_longest_one() -> None:
    pauses = [Patience().pause_after(deaths) for deaths in range(1, 10)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert Patience().pause_after(10_000) == 60


def test_a_process_that_was_well_for_long_starts_with_the_first_pause_again(make: Make) -> None:
    always_well = Patience(first_pause=0.01, longest_pause=0.02, well=0.0)
    with make(service("pass"), patience=always_well) as supervisor:
        process = supervisor.processes[0]
        pids = {process.pid}

        def third_start() -> bool:
            pids.add(process.pid)
            return len(pids - {None}) >= 3

        until(supervisor, third_start)
        assert process.deaths == 1


def test_the_last_lines_shown_are_of_the_last_start_only(make: Make, tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "little.log").write_text("from an earlier day\n")
    with make(service("print('today', flush=True)")) as supervisor:
        until(supervisor, lambda: supervisor.processes[0].deaths >= 1)
        assert supervisor.processes[0].last_lines() == ["today"]


def test_a_watch_ends_when_asked_to_stop(make: Make) -> None:
    stop = threading.Event()
    stop.set()
    with make(service(SLEEPS)) as supervisor:
        assert not supervisor.watch(stop)


def test_a_further_start_asks_for_its_command_again(make: Make, tmp_path: Path) -> None:
    falls, stays = ([sys.executable, "-c", program] for program in ("import sys; sys.exit(1)", SLEEPS))
    little = Service("little", falls, "http://127.0.0.1:9/none", again=lambda: stays)
    with make(little) as supervisor:
        until(supervisor, lambda: wrote(tmp_path / "log" / "little.log", "up"))
        assert supervisor.processes[0].deaths == 1
