"""Runs a program as a step of the set-up: its output in a log, its progress on the console."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ops.console import Console
from ops.errors import StepError
from ops.files import length, rotate, tail
from ops.paths import Paths

GRACE_SECONDS = 10


@dataclass(frozen=True)
class Runner:
    """Runs programs in the checkout of `paths` with `environ`, telling `console`."""

    paths: Paths
    console: Console
    environ: Mapping[str, str]

    def run(self, title: str, log: str, command: Sequence[str], extra: dict[str, str] | None = None) -> None:
        """Runs `command` to its end, its output in the log `log`.

        Raises:
            StepError: it ended with a failure; its last lines have been shown.
        """
        path = self.paths.log(log)
        rotate(path)
        since = length(path)
        try:
            with self.console.step(title):
                code = self.call(log, command, extra)
                if code != 0:
                    raise StepError("step-failed", title=title, code=code, log=self.paths.shown(path))
        except StepError:
            self.console.lines(tail(path, 20, since))
            raise

    def call(self, log: str, command: Sequence[str], extra: dict[str, str] | None = None) -> int:
        """As `run`, saying nothing; returns the exit code."""
        path = self.paths.log(log)
        rotate(path)
        with path.open("ab") as stream:
            stream.write(("$ " + " ".join(map(str, command)) + "\n").encode())
            stream.flush()
            return self._wait(list(map(str, command)), stream.fileno(), extra)

    def show(self, command: Sequence[str], extra: dict[str, str] | None = None) -> int:
        """Runs `command` with its output in the terminal; returns the exit code."""
        process = self.begin(command, extra)
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise

    def begin(self, command: Sequence[str], extra: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Starts `command` in the terminal's foreground, so that it can be talked to."""
        return subprocess.Popen(
            list(map(str, command)), cwd=str(self.paths.root), env={**self.environ, **(extra or {})}
        )

    def _wait(self, command: list[str], output: int, extra: dict[str, str] | None) -> int:
        process = subprocess.Popen(
            command,
            cwd=str(self.paths.root),
            env={**self.environ, **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait()
        except BaseException:
            # Whatever ends the wait (Ctrl-C most of all) ends the program with all it has started.
            end_group(process)
            raise


def end_group(process: subprocess.Popen[Any], seconds: float = GRACE_SECONDS) -> None:
    """Ends a process that leads its own group, with all in it: first politely, then surely."""
    signal_group(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    signal_group(process.pid, signal.SIGKILL)
    process.wait()


def signal_group(group: int, number: int) -> bool:
    """Sends a signal to a process group; False where none of it is left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
