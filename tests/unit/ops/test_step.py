"""Programs that the set-up calls."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys

import pytest

from ops.errors import StepError
from ops.signals import StopSignal
from ops.step import Runner, end_group


def test_a_step_writes_its_output_to_its_log(runner: Runner, said: io.StringIO) -> None:
    runner.run("Doing", "doing", [sys.executable, "-c", "print('done')"])
    assert runner.paths.log("doing").read_text().endswith("done\n")
    assert "done\n" not in said.getvalue()


def test_a_step_that_fails_shows_its_own_last_lines_only(runner: Runner, said: io.StringIO) -> None:
    runner.call("doing", [sys.executable, "-c", "print('of an earlier call')"])
    with pytest.raises(StepError, match=r"“Doing” did not work \(exit code 7\).*var/log/doing\.log"):
        runner.run(
            "Doing",
            "doing",
            [sys.executable, "-c", "import sys; sys.exit('why') if 0 else print('why'); sys.exit(7)"],
        )
    assert "    why\n" in said.getvalue()
    assert "of an earlier call" not in said.getvalue()


def test_a_step_gets_the_variables_it_is_given(runner: Runner) -> None:
    program = "import os; print(os.environ['GIVEN'])"
    runner.run("Doing", "doing", [sys.executable, "-c", program], {"GIVEN": "value"})
    assert runner.paths.log("doing").read_text().endswith("value\n")


def test_ending_a_program_ends_it() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    end_group(process)
    assert process.returncode == -signal.SIGTERM


def test_a_signal_ends_a_step_at_once_and_a_watch_in_good_order() -> None:
    stop = StopSignal()
    with stop.politely() as event:
        stop.receive(signal.SIGTERM, None)
        assert event.is_set()
    with pytest.raises(KeyboardInterrupt):
        StopSignal().receive(signal.SIGINT, None)


def test_a_second_signal_does_not_disturb_the_end() -> None:
    stop = StopSignal()
    with pytest.raises(KeyboardInterrupt):
        stop.receive(signal.SIGINT, None)
    stop.receive(signal.SIGINT, None)
    assert stop.event.is_set()


def test_an_interrupted_step_leaves_no_program(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def interrupted(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if not started:
            started.append(process.pid)
            raise KeyboardInterrupt
        return wait(process, timeout)

    wait = subprocess.Popen.wait
    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        runner.call("doing", [sys.executable, "-c", "import time; time.sleep(600)"])
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)
