"""Several real web processes on one database, killed and started again by the test."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.integration.web.web_servers import HERE, ROOT, free_port, wait_for


@dataclass
class Web:
    """One web process; `address` stays the same over its deaths."""

    port: int
    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        log = self.folder / f"web-{self.port}.log"
        own = self.environment | {"CHIARO_WEB_PORT": str(self.port)}
        with log.open("ab") as output:
            command = [sys.executable, "-m", "web"]
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=own, cwd=ROOT)
        wait_for(self.address + "/health", log)

    def kill(self) -> None:
        """End it as a crash would: nothing is said to anybody."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self, seconds: float = 15) -> None:
        """Ask it to end."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(seconds)


@dataclass
class Fleet:
    """A fake Rasa, and web processes on one database."""

    rasa: str
    folder: Path
    environment: dict[str, str]
    webs: list[Web] = field(default_factory=list)

    def start(self) -> Web:
        """A further web process."""
        web = Web(free_port(), self.folder, self.environment)
        self.webs.append(web)
        web.start()
        return web

    def received(self, sender_of: str) -> list[dict[str, Any]]:
        """The turns of one conversation that reached Rasa; told by the words of its messages."""
        turns = httpx.get(self.rasa + "/received", trust_env=False).json()
        return [turn for turn in turns if sender_of in turn["message"]]


@contextmanager
def fleet_on(database_url: str, folder: Path, **settings: str) -> Iterator[Fleet]:
    """A fleet without any web process yet."""
    port = free_port()
    rasa = subprocess.Popen([sys.executable, str(HERE / "fake_rasa.py"), str(port)], stderr=subprocess.DEVNULL)
    own = {"CHIARO_TRACKER_URL": f"sqlite:///{folder / 'tracker.db'}"} | settings
    fleet = Fleet(f"http://127.0.0.1:{port}", folder, _environment(database_url, port) | own)
    try:
        wait_for(fleet.rasa + "/", folder)
        yield fleet
    finally:
        rasa.kill()
        rasa.wait()
        for web in fleet.webs:
            with suppress(ProcessLookupError):
                web.kill()


def _environment(database_url: str, rasa_port: int) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHIARO_")},
        "PYTHONPATH": str(ROOT),
        "CHIARO_SECRET": "s" * 40,
        "CHIARO_RASA_PORT": str(rasa_port),
        "CHIARO_ACTIONS_PORT": str(rasa_port),
        "CHIARO_DATABASE_URL": database_url,
        "CHIARO_LEASE_SECONDS": "2",
        "CHIARO_VISITOR_BURST": "1000",
        "CHIARO_ADDRESS_BURST": "10000",
    }


class Customer:
    """A customer who talks to any of the processes."""

    def __init__(self, web: Web) -> None:
        self.client = httpx.Client(trust_env=False, timeout=30)
        begun = self.client.post(web.address + "/api/conversations", json={"language": "it"})
        begun.raise_for_status()
        self.headers = {"Authorization": f"Bearer {begun.json()['conversation']}"}
        self.client.cookies.clear()

    def say(self, web: Web, message_id: str, text: str) -> int:
        """Send a message; the status."""
        body = {"id": message_id, "text": text}
        return self.client.post(web.address + "/api/messages", json=body, headers=self.headers).status_code

    def poll(self, web: Web, after: int = 0, wait: float = 10) -> list[dict[str, Any]]:
        """The events after a number, by long poll."""
        query = {"after": after, "wait": wait}
        response = self.client.get(web.address + "/api/events", params=query, headers=self.headers)
        response.raise_for_status()
        return list(response.json()["events"])

    def events(self, web: Web, answers: int) -> list[dict[str, Any]]:
        """All events, once there are that many answers."""
        events: list[dict[str, Any]] = []
        while len(replies(events)) < answers:
            new = self.poll(web, events[-1]["event"] if events else 0)
            assert new, f"{events} and no more"
            events += new
        return events

    def stream(self, web: Web, after: int, answers: int) -> list[tuple[str, dict[str, Any]]]:
        """What the stream says until there were that many answers, as (type, data)."""
        headers = self.headers | {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
        told: list[tuple[str, dict[str, Any]]] = []
        with self.client.stream("GET", web.address + "/api/events", headers=headers) as response:
            response.raise_for_status()
            for kind, data in _read(response):
                told.append((kind, data))
                if sum(kind in ("reply", "failed") for kind, _ in told) == answers:
                    return told
        raise AssertionError(f"ended after {told}")


def replies(events: list[dict[str, Any]]) -> list[str]:
    """The ids of the messages that were answered, in order."""
    return [event["in_reply_to"] for event in events if event["type"] in ("reply", "failed")]


def _read(response: httpx.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif "data" in fields:
            data = json.loads(fields["data"])
            assert fields.get("id", str(data.get("event"))) == str(data.get("event"))
            yield fields["event"], data
            fields = {}
