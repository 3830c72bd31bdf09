"""The three processes: their commands, variables, ports and where to ask whether they are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Mapping

from ops.machine import LOOPBACK, Port, read_port
from ops.paths import Paths

# One message is too small to share: further threads of the linear algebra would only wait for each other, at full cost.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "[::1]", "": LOOPBACK}


@dataclass(frozen=True)
class Service:
    """A process to start and watch; `health` answers 200 where it can work.

    `again` is the command of each further start, where that may be another one by then.
    """

    name: str
    command: list[str]
    health: str
    variables: dict[str, str] = field(default_factory=dict)
    again: Callable[[], list[str]] | None = None


@dataclass(frozen=True)
class Ports:
    """The ports of the three processes."""

    rasa: Port
    actions: Port
    web: Port

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Ports:
        """From CHIARO_RASA_PORT, CHIARO_ACTIONS_PORT and CHIARO_WEB_PORT; MachineError where one is none."""
        return cls(
            read_port(environ, "Rasa", "CHIARO_RASA_PORT", 5005),
            read_port(environ, "action server", "CHIARO_ACTIONS_PORT", 5055),
            read_port(environ, "web server", "CHIARO_WEB_PORT", 8000),
        )

    def all(self) -> tuple[Port, ...]:
        """The public port first."""
        return (self.web, self.rasa, self.actions)

    def variables(self) -> dict[str, str]:
        """What every process is told."""
        return {port.variable: str(port.number) for port in self.all()}


@dataclass(frozen=True)
class Services:
    """Makes the three services of a checkout."""

    paths: Paths
    ports: Ports
    environ: Mapping[str, str]

    def rasa(self, model: Path) -> Service:
        """Rasa with `model`; its HTTP interface is for `web` on this machine only."""
        command = [str(self.paths.bot_python), "-m", "rasa", "run", "--model", str(model)]
        command += ["--enable-api", "--interface", LOOPBACK, "--port", str(self.ports.rasa.number)]
        variables = {**self._variables(), **ONE_THREAD}
        return Service("rasa", command, f"http://{LOOPBACK}:{self.ports.rasa.number}/status", variables)

    def actions(self) -> Service:
        """The action server."""
        command = [str(self.paths.project_python), "-m", "rasa_sdk", "--actions", "actions"]
        command += ["--port", str(self.ports.actions.number)]
        variables = {**self._variables(), **ONE_THREAD, "SANIC_HOST": LOOPBACK}
        return Service("actions", command, f"http://{LOOPBACK}:{self.ports.actions.number}/health", variables)

    def web(self) -> Service:
        """The public face; ready when the other two are."""
        command = [str(self.paths.project_python), "-m", "web"]
        return Service("web", command, self.address() + "/ready", self._variables())

    def first_account(self) -> list[str]:
        """The command that makes the first administrator, where there is no account, and prints the password."""
        return [str(self.paths.project_python), "-m", "web", "accounts", "first", "--address", self.address()]

    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = self.environ.get("CHIARO_HOST", "").strip() or LOOPBACK
        return f"http://{EVERYWHERE.get(host, f'[{host}]' if ':' in host else host)}:{self.ports.web.number}"

    def _variables(self) -> dict[str, str]:
        return {**self.ports.variables(), "PYTHONUNBUFFERED": "1"}
