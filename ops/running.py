"""`run`: starts the three processes, says when the first answer is there, and watches until stopped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ops.machine import LOOPBACK, check_ports
from ops.readiness import ask_first_question
from ops.services import Service, Services
from ops.setup import Setup
from ops.starting import Starter
from ops.supervisor import Supervisor
from ops.training import model_to_restart
from ops.words import say


@dataclass(frozen=True)
class Run:
    """Runs Chiaro in a checkout until somebody stops it."""

    setup: Setup
    starter: Starter

    def run(self) -> None:
        """Sets up what is missing, starts, watches, stops.

        Raises:
            OpsError: a part of the set-up or the start failed; nothing is left running.
        """
        services = self.starter.services()
        check_ports(services.ports.all(), LOOPBACK)
        model = self.setup.everything()
        all_three = [services.actions(), self._rasa(services, model), services.web()]
        with self.starter.stop.politely() as stop, self.starter.supervisor(all_three) as supervisor:
            self._wait_for_first_answer(supervisor, services)
            self._announce(services)
            supervisor.watch(stop)
            self._line("stopping")
        self._line("stopped")

    def _rasa(self, services: Services, model: Path) -> Service:
        """Rasa, which starts again with the model that is in force by then."""
        runner = self.starter.runner
        return replace(services.rasa(model), again=lambda: services.rasa(model_to_restart(runner, model)).command)

    def _wait_for_first_answer(self, supervisor: Supervisor, services: Services) -> None:
        with self.starter.runner.console.step(say("start")):
            self.starter.wait(supervisor, lambda: ask_first_question(services.address()))

    def _announce(self, services: Services) -> None:
        paths = self.starter.runner.paths
        self._line("running", address=services.address())
        # Straight to the terminal: it may print a password, once, which must not be in any log.
        if self.starter.runner.show(services.first_account()) != 0:
            self._line("no-first-account")
        self._line("how-to-stop", logs=paths.shown(paths.logs))

    def _line(self, key: str, **values: object) -> None:
        self.starter.runner.console.line(say(key, **values))
