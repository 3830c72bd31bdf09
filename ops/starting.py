"""Starts watched processes and waits until they can work; shared by `run` and `shell`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from ops.errors import StartError, StopRequestedError
from ops.readiness import Waiting, start_seconds
from ops.services import Ports, Service, Services
from ops.signals import StopSignal
from ops.step import Runner
from ops.supervisor import Supervisor


@dataclass(frozen=True)
class Starter:
    """Starts processes of a checkout; `stop` ends the wait."""

    runner: Runner
    stop: StopSignal

    def services(self) -> Services:
        """The services with the ports that the variables give; MachineError where one is none."""
        start_seconds(self.runner.environ)
        return Services(self.runner.paths, Ports.read(self.runner.environ), self.runner.environ)

    def supervisor(self, services: list[Service]) -> Supervisor:
        """A supervisor for `services`, which starts them on entering."""
        paths = self.runner.paths
        return Supervisor(services, paths.root, paths.logs, self.runner.environ, self.runner.console)

    def wait(self, supervisor: Supervisor, finish: Callable[[], bool]) -> None:
        """Watches until every process is there and `finish` holds.

        Raises:
            StartError: a process keeps dying, or it takes too long; StopRequestedError: somebody stopped it.
        """
        logs = self.runner.paths.shown(self.runner.paths.logs)
        waiting = Waiting(supervisor.processes, start_seconds(self.runner.environ), logs, finish)
        try:
            ready = supervisor.watch(self.stop.event, waiting)
        except StartError:
            self._show_why(supervisor)
            raise
        if not ready:
            raise StopRequestedError

    def _show_why(self, supervisor: Supervisor) -> None:
        for process in supervisor.processes:
            if process.deaths:
                self.runner.console.lines(process.last_lines())
