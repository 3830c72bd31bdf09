"""Saying that all is ready when it is, and not before."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ops.console import Console
from ops.errors import MachineError, StartError
from ops.http import answers, post
from ops.process import Patience
from ops.readiness import QUESTION_FILE, Waiting, ask_first_question, start_seconds
from ops.services import Service
from ops.supervisor import Supervisor

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
APOLOGY = {"messages": [{"text": "Not now.", "custom": {"kind": "no_answer", "retry": True}}]}
ANSWER = {"messages": [{"text": "30 days.", "custom": {"policy_id": "withdrawal-returns"}}]}


class Front(ThreadingHTTPServer):
    """A public port whose replies a test sets."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), FrontHandler)
        self.health = 200
        self.reply: Any = ANSWER
        self.asked: list[Any] = []
        self.address = f"http://127.0.0.1:{self.server_port}"


class FrontHandler(BaseHTTPRequestHandler):
    server: Front

    def do_GET(self) -> None:
        self._send(self.server.health, {})

    def do_POST(self) -> None:
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._send(200, self.server.reply)

    def log_message(self, *_: object) -> None:
        pass

    def _send(self, status: int, content: Any) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def front() -> Iterator[Front]:
    server = Front()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def supervisor_of(tmp_path: Path, console: Console, service: Service) -> Supervisor:
    patience = Patience(first_pause=0.01, longest_pause=0.01)
    return Supervisor([service], tmp_path, tmp_path / "log", dict(os.environ), console, patience)


def test_the_first_question_is_asked_in_the_words_of_its_file(front: Front) -> None:
    assert ask_first_question(front.address)
    assert front.asked == [json.loads(QUESTION_FILE.read_text(encoding="utf-8"))]
    assert front.asked[0]["message"].endswith("?")


@pytest.mark.parametrize(
    "reply",
    [
        APOLOGY,
        {"messages": []},
        {"messages": None},
        {"messages": [{"text": ""}]},
        {"messages": ["text"]},
        [],
        None,
        b"no json",
        b"\xff",
    ],
)
def test_an_apology_or_no_answer_is_not_the_first_answer(front: Front, reply: Any) -> None:
    front.reply = reply
    assert not ask_first_question(front.address)


def test_a_server_that_is_not_there_answers_nothing(front: Front) -> None:
    front.health = 503
    assert not answers(front.address)
    assert not answers("http://127.0.0.1:9/")
    assert post("http://127.0.0.1:9/", {}) is None


def test_a_proxy_for_the_outside_is_passed_by(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert answers(front.address)


def test_it_is_ready_when_every_process_is_there_and_the_first_answer_came(
    tmp_path: Path, console: Console, front: Front
) -> None:
    with supervisor_of(tmp_path, console, Service("web", SLEEPS, front.address)) as supervisor:
        finish = iter([False, True])
        waiting = Waiting(supervisor.processes, 60, "var/log", lambda: next(finish))
        front.health = 503
        assert not waiting()
        front.health = 200
        assert not waiting()
        assert waiting()


def test_a_process_that_is_not_running_is_not_there_though_somebody_answers_on_its_port(
    tmp_path: Path, console: Console, front: Front
) -> None:
    service = Service("web", [sys.executable, "-c", "pass"], front.address)
    supervisor = supervisor_of(tmp_path, console, service)
    assert not Waiting(supervisor.processes, 60, "var/log", lambda: True)()


def test_a_process_that_keeps_dying_ends_the_start_with_its_log(tmp_path: Path, console: Console, front: Front) -> None:
    service = Service("web", [sys.executable, "-c", "raise SystemExit(1)"], front.address)
    with supervisor_of(tmp_path, console, service) as supervisor:
        waiting = Waiting(supervisor.processes, 60, "var/log", lambda: False)
        with pytest.raises(StartError, match=r"web has stopped 3 times .* var/log/web\.log"):
            supervisor.watch(threading.Event(), waiting)


def test_a_start_that_takes_too_long_says_what_is_missing(tmp_path: Path, console: Console, front: Front) -> None:
    front.health = 503
    with supervisor_of(tmp_path, console, Service("web", SLEEPS, front.address)) as supervisor:
        waiting = Waiting(supervisor.processes, -1, "var/log", lambda: True)
        with pytest.raises(StartError, match="web is not there yet"):
            waiting()


def test_the_time_for_the_start_can_be_given() -> None:
    assert start_seconds({}) == 240
    assert start_seconds({"CHIARO_START_SECONDS": "1.5"}) == 1.5


@pytest.mark.parametrize("value", ["soon", "0", "-3", "inf", "nan"])
def test_a_time_for_the_start_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(MachineError, match="CHIARO_START_SECONDS is"):
        start_seconds({"CHIARO_START_SECONDS": value})
