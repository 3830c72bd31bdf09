"""`shell`: a conversation in the terminal, with the action server behind it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.machine import LOOPBACK, check_ports
from ops.services import Ports
from ops.setup import Setup
from ops.starting import Starter
from ops.supervisor import Supervisor
from ops.words import say


@dataclass(frozen=True)
class Talk:
    """Talks with the bot of a checkout in the terminal."""

    setup: Setup
    starter: Starter

    def run(self) -> int:
        """Sets up what is missing, starts the action server, hands the terminal to `rasa shell`.

        Returns its exit code.
        """
        services = self.starter.services()
        ports = services.ports
        check_ports((ports.rasa, ports.actions), LOOPBACK)
        model = self.setup.everything()
        with self.starter.stop.politely(), self.starter.supervisor([services.actions()]) as supervisor:
            self.starter.wait(supervisor, lambda: True)
            self.starter.runner.console.line(say("shell"))
            return self._talk(supervisor, self._shell(model, ports))

    def _shell(self, model: Path, ports: Ports) -> subprocess.Popen[bytes]:
        runner = self.starter.runner
        command = [str(runner.paths.bot_python), "-m", "rasa", "shell", "--model", str(model)]
        command += ["--interface", LOOPBACK, "--port", str(ports.rasa.number)]
        return runner.begin(command, ports.variables())

    def _talk(self, supervisor: Supervisor, shell: subprocess.Popen[bytes]) -> int:
        # Ctrl-C reaches the shell by itself, as part of the terminal's foreground; SIGTERM does not.
        try:
            supervisor.watch(self.starter.stop.event, lambda: shell.poll() is not None)
        finally:
            if shell.poll() is None:
                shell.terminate()
            shell.wait()
        return shell.returncode
