"""One watched process: its start, its log, its end."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from ops.files import rotate, tail
from ops.services import Service
from ops.step import signal_group
from ops.words import say


@dataclass(frozen=True)
class Patience:
    """How long things may take, in seconds."""

    first_pause: float = 1.0
    longest_pause: float = 60.0
    # A process that ran this long was well: the next pause is the first one again.
    well: float = 60.0
    stop: float = 15.0

    def pause_after(self, deaths: int) -> float:
        """How long to wait before the start after the `deaths`-th death in a row: 1, 2, 4 … 60."""
        return min(self.longest_pause, self.first_pause * 2.0 ** min(deaths - 1, 30))


class Process:
    """Runs `service` in `folder`, its output going to `log`; leads its own process group."""

    def __init__(
        self, service: Service, folder: Path, log: Path, environ: Mapping[str, str], patience: Patience
    ) -> None:
        self.service = service
        self.patience = patience
        self.deaths = 0
        self.due: float | None = None
        self._folder = folder
        self._log = log
        self._environ = environ
        self._started = 0.0
        self._log_began = 0
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """True between its start and its end."""
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int | None:
        """The id of the running process, which is its group's too."""
        return self._child.pid if self._child is not None else None

    def start(self) -> None:
        """Starts it now."""
        rotate(self._log)
        command = self.service.again() if self.service.again and self._started else self.service.command
        with self._log.open("ab") as stream:
            self._log_began = stream.tell()
            self._child = subprocess.Popen(
                command,
                cwd=str(self._folder),
                env={**self._environ, **self.service.variables},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started = time.monotonic()
        self.due = None

    def note_death(self, now: float) -> str | None:
        """How it ended, where it has ended since last asked; sets when it is `due` again. None otherwise."""
        if self._child is None or self._child.poll() is None:
            return None
        code = self._child.returncode
        signal_group(self._child.pid, signal.SIGKILL)  # what it started itself goes with it
        self._child = None
        self.deaths = 1 if now - self._started > self.patience.well else self.deaths + 1
        self.due = now + self.patience.pause_after(self.deaths)
        return say("exit-code", code=code) if code >= 0 else say("exit-signal", signal=_signal_name(-code))

    def last_lines(self, count: int = 12) -> list[str]:
        """The last lines that it wrote since its last start."""
        return tail(self._log, count, self._log_began) or [say("no-lines")]

    def ask_to_end(self) -> None:
        """Sends SIGTERM to it and all it started."""
        if self._child is not None:
            signal_group(self._child.pid, signal.SIGTERM)

    def wait_until(self, deadline: float) -> None:
        """Waits for its end until `deadline` (of time.monotonic), then ends it and its group surely."""
        if self._child is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(max(0.0, deadline - time.monotonic()))
        signal_group(self._child.pid, signal.SIGKILL)
        self._child.wait()
        self._child = None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
