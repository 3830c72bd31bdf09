"""The processes of a run: Rasa, and an action server that is told with each call at which moment it takes place."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import yaml

from conversation_tests.errors import CannotRun
from conversation_tests.moments import PER_CALL
from conversation_tests.settings import Settings
from ops.machine import LOOPBACK, Port
from ops.paths import Paths
from ops.process import Patience, Process
from ops.readiness import start_seconds
from ops.services import Ports, Service, Services


@dataclass(frozen=True)
class Places:
    """Where a run's own files are."""

    folder: Path
    database: Path
    logs: Path


def rasa_service(settings: Settings, places: Places, proxy_port: int) -> Service:
    """Rasa on a free port, its actions behind the proxy and its conversations in the run's folder."""
    services = _services(settings, free_port(), proxy_port)
    service = services.rasa(settings.model)
    endpoints = _endpoints(settings.root, places.folder, proxy_port)
    variables = {"CHIARO_ACTION_SECONDS": str(settings.action_seconds), "RASA_TELEMETRY_ENABLED": "false"}
    return replace(
        service,
        command=[*service.command, "--endpoints", str(endpoints)],
        variables={**service.variables, **_own_files(places), **variables},
    )


def actions_service(settings: Settings, places: Places) -> Service:
    """An action server on a free port whose clock stands, for each call, at the moment that the call names."""
    service = _services(settings, free_port(), free_port()).actions()
    variables = {**service.variables, **_own_files(places), "CHIARO_NOW": PER_CALL}
    return replace(service, variables=variables)


def address_of(service: Service) -> str:
    """Where the service listens."""
    return service.health.rpartition("/")[0]


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        number: int = probe.getsockname()[1]
        return number


def _services(settings: Settings, port: int, proxy_port: int) -> Services:
    # Rasa is told where the proxy is; an action server listens where Rasa's port would be.
    rasa = Port(port, "Rasa", "CHIARO_RASA_PORT")
    actions = Port(proxy_port, "action server", "CHIARO_ACTIONS_PORT")
    ports = Ports(rasa, actions, Port(0, "web server", "CHIARO_WEB_PORT"))
    return Services(Paths(settings.root), ports, settings.environ)


def _own_files(places: Places) -> dict[str, str]:
    return {"CHIARO_DATABASE_URL": f"sqlite:///{places.database}", "TMPDIR": str(places.folder)}


def _endpoints(root: Path, folder: Path, proxy_port: int) -> Path:
    content: dict[str, Any] = yaml.safe_load((root / "endpoints.yml").read_text(encoding="utf-8"))
    content["action_endpoint"]["url"] = f"http://{LOOPBACK}:{proxy_port}/webhook"
    content["tracker_store"]["db"] = str(folder / "tracker.db")
    path = folder / "endpoints.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


class Servers:
    """Starts services and ends them; as a context manager it leaves none behind."""

    def __init__(self, settings: Settings, logs: Path) -> None:
        self._settings = settings
        self._logs = logs
        self._processes: list[Process] = []

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: object) -> None:
        # At once: an orderly end takes seconds, and what they keep and put aside lies in the run's own folder.
        for process in self._processes:
            process.wait_until(0)

    def start(self, service: Service) -> Process:
        """Start it, without waiting for it."""
        log = self._logs / f"{service.name}.log"
        process = Process(service, self._settings.root, log, self._settings.environ, Patience())
        self._processes.append(process)
        process.start()
        return process

    async def ready(self, process: Process) -> None:
        """Wait until it answers; CannotRun where it dies or is late."""
        deadline = time.monotonic() + start_seconds(self._settings.environ)
        async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
            while not await _answers(client, process.service.health):
                if not process.is_running:
                    raise self._trouble("process-died", process)
                if time.monotonic() > deadline:
                    raise self._trouble("process-late", process)
                await asyncio.sleep(0.1)

    def _trouble(self, key: str, process: Process) -> CannotRun:
        seconds = round(start_seconds(self._settings.environ))
        lines = "\n".join(process.last_lines())
        log = self._logs / f"{process.service.name}.log"
        return CannotRun(key, name=process.service.name, log=log, lines=lines, seconds=seconds)


async def _answers(client: httpx.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(address)).status_code == 200
    except httpx.HTTPError:
        return False
