"""The processes of both sides: start, processor time, end."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx
import yaml

from benchmarks.costs import ENVIRONMENT, RASA, ROOT

HOST = "127.0.0.1"
WAIT_S = 240
STOP_S = 15


@dataclass(frozen=True)
class Side:
    """A Rasa with all processes that a turn of it needs."""

    name: str
    client: httpx.Client
    processes: tuple[int, ...]

    def cpu_ms(self) -> float:
        """Processor milliseconds that all its processes have used so far."""
        return sum(_process_ms(process) for root in self.processes for process in family(root))

    def turn(self, sender: str, text: str) -> list[dict[str, Any]]:
        """The reply over REST. Raises HTTPError."""
        answer = self.client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()
        return messages


def family(process: int) -> list[int]:
    """A process with its children and theirs; nothing where it has ended."""
    members = [process]
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        members += [member for child in file.read_text(encoding="ascii").split() for member in family(int(child))]
    return members


def _process_ms(process: int) -> float:
    # The process's own clock, as clock_getcpuclockid(3) names it: /proc counts in hundredths of a second only.
    return time.clock_gettime_ns((~process << 3) | 2) / 1e6


@contextlib.contextmanager
def started(command: list[str], variables: dict[str, str]) -> Iterator[int]:
    """Runs `command` in a process group of its own until the end of the block; gives its process id."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**ENVIRONMENT, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def start_ours(stack: ExitStack, folder: Path, model: Path, database: Path, ports: tuple[int, int]) -> Side:
    """The shipped model with the action server on `database`; ports of Rasa and of the action server."""
    variables = {"CHIARO_DATABASE_URL": f"sqlite:///{database}", "CHIARO_ACTIONS_PORT": str(ports[1])}
    variables |= {"SANIC_HOST": HOST}
    python = str(ROOT / ".venv" / "bin" / "python")
    command = [python, "-m", "rasa_sdk", "--actions", "actions", "--port", str(ports[1])]
    actions = stack.enter_context(started(command, variables))
    wait_for(f"http://{HOST}:{ports[1]}/health")
    settings = (_endpoints(ROOT / "endpoints.yml", folder, "ours"), ROOT / "credentials.yml")
    rasa = stack.enter_context(started(_rasa(model, settings, ports[0]), variables))
    return Side("ours", _client(stack, ports[0]), (rasa, actions))


def start_stock(stack: ExitStack, folder: Path, model: Path, port: int) -> Side:
    """Stock Rasa with `model`, its own channel and its own store, without an action server."""
    endpoints = _endpoints(ROOT / "config" / "stock-endpoints.yml", folder, "stock")
    settings = (endpoints, ROOT / "config" / "stock-credentials.yml")
    rasa = stack.enter_context(started(_rasa(model, settings, port), {}))
    return Side("stock", _client(stack, port), (rasa,))


def _rasa(model: Path, settings: tuple[Path, Path], port: int) -> list[str]:
    command = [*RASA, "run", "--model", str(model), "--enable-api", "--interface", HOST, "--port", str(port)]
    return [*command, "--endpoints", str(settings[0]), "--credentials", str(settings[1])]


def _endpoints(path: Path, folder: Path, name: str) -> Path:
    """The side's own endpoints, with a store of this run; stock's are without the action server."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["tracker_store"]["db"] = str(folder / f"{name}-tracker.db")
    if name == "stock":
        del content["action_endpoint"]
    written = folder / f"{name}-endpoints.yml"
    written.write_text(yaml.safe_dump(content), encoding="utf-8")
    return written


def _client(stack: ExitStack, port: int) -> httpx.Client:
    address = f"http://{HOST}:{port}"
    wait_for(f"{address}/status")  # answers once the model is loaded
    return stack.enter_context(httpx.Client(base_url=address, timeout=30))


def wait_for(address: str, seconds: float = WAIT_S) -> None:
    """Returns once `address` answers 200. Raises ClickException where it does not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if httpx.get(address, timeout=5).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise click.ClickException(f"{address} did not answer in {seconds:.0f} s")


def copy_database(source: Path, copy: Path) -> None:
    """Copies a SQLite file that others may be writing. Raises sqlite3.Error where it is none."""
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as opened,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        opened.backup(target)
