"""The real web process beside a fake Rasa, for tests that need real sockets."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
START_SECONDS = 180  # on a machine that has much else to do


@dataclass(frozen=True)
class Servers:
    """Where the two processes are, and where the web process writes its log."""

    web: str
    rasa: str
    log: Path

    def received(self) -> list[dict[str, object]]:
        """The turns that reached the fake Rasa."""
        return list(httpx.get(self.rasa + "/received", trust_env=False).json())


@contextmanager
def running_servers(folder: Path, **environment: str) -> Iterator[Servers]:
    """Start both on free ports; `environment` overrides the web process's settings."""
    rasa_port, web_port = free_port(), free_port()
    log = folder / "web.log"
    with ExitStack() as stack:
        stack.enter_context(_process([sys.executable, str(HERE / "fake_rasa.py"), str(rasa_port)], folder / "rasa.log"))
        own = _environment(folder, rasa_port, web_port) | environment
        stack.enter_context(_process([sys.executable, "-m", "web"], log, own))
        servers = Servers(f"http://127.0.0.1:{web_port}", f"http://127.0.0.1:{rasa_port}", log)
        wait_for(servers.rasa + "/", folder / "rasa.log")
        wait_for(servers.web + "/health", log)
        yield servers


def _environment(folder: Path, rasa_port: int, web_port: int) -> dict[str, str]:
    database = folder / "kb.db"
    with sqlite3.connect(database) as connection:
        connection.execute("create table if not exists article (policy_id text)")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHIARO_")},
        "PYTHONPATH": str(ROOT),
        "CHIARO_SECRET": "s" * 40,
        "CHIARO_WEB_PORT": str(web_port),
        "CHIARO_RASA_PORT": str(rasa_port),
        "CHIARO_ACTIONS_PORT": str(rasa_port),
        "CHIARO_DATABASE_URL": f"sqlite:///{database}",
        "CHIARO_TRACKER_URL": f"sqlite:///{folder / 'tracker.db'}",
    }


@contextmanager
def _process(command: list[str], log: Path, environment: dict[str, str] | None = None) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=ROOT)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, log: Path) -> None:
    """Wait until `address` answers 200; fails with the log's end when it does not come up."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            if httpx.get(address, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not come up:\n{log.read_text()[-2000:]}")
