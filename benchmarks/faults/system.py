"""The three real processes under the supervisor that starts again what dies, on ports and files of their own."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import httpx
import yaml

from benchmarks.costs import ROOT
from conversation_tests.servers import free_port
from ops.console import Console
from ops.machine import Port
from ops.paths import Paths
from ops.process import Patience, Process
from ops.services import Ports, Service, Services
from ops.supervisor import Supervisor

# A real supervisor waits up to a minute for what dies again and again; twenty deaths in a row are this run's own doing.
PATIENCE = Patience(longest_pause=2.0)
START_S = 240.0
_PLENTY = "1000000"
_LIMITS = (
    "CHIARO_VISITOR_BURST",
    "CHIARO_VISITOR_PER_SECOND",
    "CHIARO_ADDRESS_BURST",
    "CHIARO_ADDRESS_PER_SECOND",
)


@dataclass(frozen=True)
class System:
    """What runs: where a customer finds it, where its database is, and its processes by name."""

    address: str
    database: str
    processes: Mapping[str, Process]

    def kill(self, name: str) -> bool:
        """`kill -9`; whether there was a process to kill."""
        return self._signal(name, signal.SIGKILL)

    def halt(self, name: str) -> bool:
        """Let a process hang: it listens on, and does nothing; whether there was one."""
        return self._signal(name, signal.SIGSTOP)

    def go_on(self, name: str) -> bool:
        """Let a process that hangs go on; whether there was one."""
        return self._signal(name, signal.SIGCONT)

    def _signal(self, name: str, number: signal.Signals) -> bool:
        pid = self.processes[name].pid
        if pid is None:
            return False
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return False
        return True

    async def recovered(self, deaths: float = math.inf) -> None:
        """Returns once all three say that they can work.

        Raises:
            ClickException: they do not in four minutes, or one has died `deaths` times in a row.
        """
        deadline = time.monotonic() + START_S
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            while not await self._well(client):
                dying = [process for process in self.processes.values() if process.deaths >= deaths]
                if dying or time.monotonic() > deadline:
                    lines = [line for process in dying for line in process.last_lines()]
                    raise click.ClickException("\n".join(["the processes did not become ready", *lines]))
                await asyncio.sleep(0.3)

    async def _well(self, client: httpx.AsyncClient) -> bool:
        for process in self.processes.values():
            try:
                if (await client.get(process.service.health)).status_code != httpx.codes.OK:
                    return False
            except httpx.HTTPError:
                return False
        return True


@contextmanager
def running(folder: Path, database: str, model: Path) -> Iterator[System]:
    """The processes with `database` and `model`, their logs and everything else in `folder`, until the block ends."""
    services = _services(folder, database, model)
    stop = threading.Event()
    logs = folder / "log"
    logs.mkdir()
    with (logs / "supervisor.log").open("w", encoding="utf-8") as stream:
        supervisor = Supervisor(services.values(), ROOT, logs, os.environ, Console(stream), PATIENCE)
        with supervisor:
            watching = threading.Thread(target=supervisor.watch, args=(stop,), daemon=True)
            watching.start()
            processes = {process.service.name: process for process in supervisor.processes}
            system = System(services["web"].health.rpartition("/")[0], database, processes)
            try:
                yield system
            finally:
                stop.set()
                watching.join()
                for name in processes:  # one that was left hanging would not hear that it shall end
                    system.go_on(name)


def _services(folder: Path, database: str, model: Path) -> dict[str, Service]:
    named = {"rasa": "CHIARO_RASA_PORT", "actions": "CHIARO_ACTIONS_PORT", "web": "CHIARO_WEB_PORT"}
    ports = Ports(**{name: Port(free_port(), name, variable) for name, variable in named.items()})
    made = Services(Paths(ROOT), ports, {})
    endpoints = ["--endpoints", str(_endpoints(folder, ports.actions.number))]
    rasa = made.rasa(model)
    services = {"actions": made.actions(), "rasa": replace(rasa, command=rasa.command + endpoints), "web": made.web()}
    variables = {
        "CHIARO_DATABASE_URL": database,
        "CHIARO_TRACKER_URL": f"sqlite:///{folder / 'tracker.db'}",
        "CHIARO_SECRET": "a secret of this run of faults, for nothing else",
        "RASA_TELEMETRY_ENABLED": "false",
        **dict.fromkeys(_LIMITS, _PLENTY),
    }
    return {name: replace(one, variables={**one.variables, **variables}) for name, one in services.items()}


def _endpoints(folder: Path, actions_port: int) -> Path:
    content: dict[str, Any] = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    content["action_endpoint"]["url"] = f"http://127.0.0.1:{actions_port}/webhook"
    content["tracker_store"]["db"] = str(folder / "tracker.db")
    path = folder / "endpoints.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path
