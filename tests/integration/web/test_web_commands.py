"""`python -m web` with a command, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.web.web_servers import ROOT


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHIARO_")},
        "CHIARO_DATABASE_URL": f"sqlite:///{folder / 'none.db'}",
        "CHIARO_RASA_URL": "http://127.0.0.1:1",
    }
    command = [sys.executable, "-m", "web", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_the_commands_are_listed_and_the_server_is_not_needed_for_them(tmp_path: Path) -> None:
    answer = run(tmp_path, "--help")

    assert answer.returncode == 0
    assert all(name in answer.stdout for name in ("export", "erase", "retain"))


def test_a_command_that_cannot_be_done_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    answer = run(tmp_path, "erase", "somebody")

    assert answer.returncode == 1
    assert answer.stderr.startswith("Error: The database cannot be used")
    assert "Traceback" not in answer.stderr
    assert not list(tmp_path.iterdir())


def test_an_unknown_command_is_exit_code_2(tmp_path: Path) -> None:
    assert run(tmp_path, "forget").returncode == 2
