"""Starts processes, watches them, starts again what dies, and stops all of them."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Callable, Iterable, Mapping

from ops.console import Console
from ops.process import Patience, Process
from ops.services import Service
from ops.words import say

LOOK_SECONDS = 0.2
DEFAULT_PATIENCE = Patience()


class Supervisor:
    """Watches the processes of `services`; one thread, which calls `look` again and again.

    `with` starts them, and stops them whatever happens inside.
    """

    def __init__(
        self,
        services: Iterable[Service],
        folder: Path,
        logs: Path,
        environ: Mapping[str, str],
        console: Console,
        patience: Patience = DEFAULT_PATIENCE,
    ) -> None:
        self._console = console
        self._patience = patience
        self.processes: list[Process] = [
            Process(service, folder, logs / f"{service.name}.log", environ, patience) for service in services
        ]

    def __enter__(self) -> Supervisor:
        try:
            for process in self.processes:
                process.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def look(self) -> None:
        """Says which processes have died since last looked, and starts those that are due."""
        now = time.monotonic()
        for process in self.processes:
            how = process.note_death(now)
            if how is not None:
                self._tell(process, how)
            if process.due is not None and now >= process.due:
                process.start()
                self._console.line(say("restarted", service=process.service.name))

    def watch(self, stop: threading.Event, until: Callable[[], bool] = lambda: False) -> bool:
        """Looks until `stop` is set or `until` holds; True for the latter."""
        while not stop.is_set():
            self.look()
            if until():
                return True
            stop.wait(LOOK_SECONDS)
        return False

    def stop(self) -> None:
        """Ends all processes with all that they have started; at once those that do not end by themselves."""
        for process in self.processes:
            process.ask_to_end()
        deadline = time.monotonic() + self._patience.stop
        for process in self.processes:
            process.wait_until(deadline)

    def _tell(self, process: Process, how: str) -> None:
        seconds = f"{self._patience.pause_after(process.deaths):.0f}"
        self._console.line(say("died", service=process.service.name, how=how, seconds=seconds))
        self._console.lines(process.last_lines())
