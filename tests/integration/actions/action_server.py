"""The real action server in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[3]
START_SECONDS = 120


@dataclass(frozen=True)
class ActionServer:
    """Where the server listens, and where it writes its log."""

    address: str
    log: Path

    def call(self, action: str, text: str, intent: str = "ask_policy", **slots: Any) -> httpx.Response:
        """Calls an action as Rasa does, for a customer's message."""
        return self.call_at({}, action, text, intent, **slots)

    def call_at(
        self, headers: dict[str, str], action: str, text: str, intent: str = "ask_policy", **slots: Any
    ) -> httpx.Response:
        """The same, with further headers."""
        payload = _payload(action, text, intent, slots)
        return httpx.post(f"{self.address}/webhook", json=payload, headers=headers, timeout=60, trust_env=False)


@contextmanager
def running_action_server(database_url: str, folder: Path, **variables: str) -> Iterator[ActionServer]:
    """Starts the server over a database, with further environment variables, and ends it."""
    port, log = _free_port(), folder / "actions.log"
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    environment = os.environ | {"CHIARO_DATABASE_URL": database_url, **variables}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        server = ActionServer(f"http://127.0.0.1:{port}", log)
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(server: ActionServer, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{server.address}/health", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the action server did not start:\n{server.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _payload(action: str, text: str, intent: str, slots: dict[str, Any]) -> dict[str, Any]:
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.97},
        "entities": [],
        "language": "it",
        "language_certain": True,
        "frustration": {"score": 0.05, "level": "calm"},
    }
    tracker = {
        "sender_id": "customer-1",
        "slots": slots,
        "latest_message": message,
        "events": [{"event": "user", "text": text, "parse_data": message}],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {
        "next_action": action,
        "sender_id": "customer-1",
        "tracker": tracker,
        "domain": {},
        "version": "3.6.21",
    }
