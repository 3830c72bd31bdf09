"""The commands as they are typed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from ops.paths import Paths

ROOT = Paths.here().root


def ops(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ops", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_port_in_use_ends_the_run_with_one_sentence_before_anything_is_done() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        answer = ops("run", CHIARO_WEB_PORT=str(port))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"Port {port} (web server) is in use")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "shell"])
def test_a_port_that_is_none_ends_with_one_sentence(command: str) -> None:
    answer = ops(command, CHIARO_ACTIONS_PORT="many")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == ("CHIARO_ACTIONS_PORT is “many”, which is no port: give a whole number from 1 to 65535.\n")


def test_an_unknown_command_is_refused() -> None:
    answer = ops("fly")
    assert answer.returncode == 2
    assert "invalid choice" in answer.stderr


def test_set_up_needs_the_standard_library_only() -> None:
    program = "import ops.__main__, sys; print([m for m in sys.modules if m in ('yaml', 'rich', 'httpx', 'click')])"
    answer = subprocess.run([sys.executable, "-S", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"


def test_make_lists_its_targets() -> None:
    answer = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "check", "train", "shell", "clean", "bench"):
        assert f"make {target} " in answer.stdout
