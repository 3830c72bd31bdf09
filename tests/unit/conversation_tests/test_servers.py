"""Processes of a run: waited for, and none left behind."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from conversation_tests.errors import CannotRun
from conversation_tests.servers import Places, Servers, actions_service, free_port, rasa_service
from conversation_tests.settings import Settings
from ops.services import Service

ROOT = Path(__file__).resolve().parents[3]
# Answers 200, and does not end when it is asked to.
STUBBORN = """
import http.server, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, tmp_path / "model.tar.gz", {**os.environ, "CHIARO_START_SECONDS": "60"})


def make_service(script: str) -> Service:
    port = free_port()
    return Service("served", [sys.executable, "-c", script, str(port)], f"http://127.0.0.1:{port}/")


def test_a_process_that_does_not_want_to_end_is_not_left_behind(settings: Settings, tmp_path: Path) -> None:
    with Servers(settings, tmp_path / "log") as servers:
        process = servers.start(make_service(STUBBORN))
        asyncio.run(servers.ready(process))
        pid = process.pid
        assert pid is not None
    assert not process.is_running
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_dies_while_it_starts_is_told_with_its_last_lines(settings: Settings, tmp_path: Path) -> None:
    with Servers(settings, tmp_path / "log") as servers:
        process = servers.start(make_service("raise SystemExit('no room left')"))
        with pytest.raises(CannotRun) as caught:
            asyncio.run(servers.ready(process))
    assert caught.value.key == "process-died"
    assert caught.value.values["lines"] == "no room left"


def test_a_process_that_never_answers_is_late(tmp_path: Path) -> None:
    hasty = Settings(tmp_path, tmp_path / "model.tar.gz", {**os.environ, "CHIARO_START_SECONDS": "0.3"})
    with Servers(hasty, tmp_path / "log") as servers:
        process = servers.start(make_service("import time; time.sleep(600)"))
        with pytest.raises(CannotRun) as caught:
            asyncio.run(servers.ready(process))
    assert caught.value.key == "process-late"


def test_what_the_processes_write_lies_in_the_runs_own_folder(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path / "chiaro.db", tmp_path)
    run = Settings(ROOT, tmp_path / "model.tar.gz", {})
    for service in (rasa_service(run, places, 1), actions_service(run, places)):
        assert service.variables["TMPDIR"] == str(tmp_path)
        assert service.variables["CHIARO_DATABASE_URL"] == f"sqlite:///{tmp_path}/chiaro.db"


def test_only_the_action_server_of_a_run_is_told_to_look_at_the_moment_of_a_call(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path / "chiaro.db", tmp_path)
    run = Settings(ROOT, tmp_path / "model.tar.gz", {})
    assert actions_service(run, places).variables["CHIARO_NOW"] == "per-call"
    assert "CHIARO_NOW" not in rasa_service(run, places, 1).variables
