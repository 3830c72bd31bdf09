"""The commands with the real model and the real actions; skipped where no model is trained (fails on CI)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEST = """version: "3.1"

stories:
  - story: A gift card is explained
    metadata:
      turns:
        - {{kinds: [{kinds}], policy: gift-cards, language: it}}
    steps:
      - user: |
          quando scade una carta regalo?
        intent: ask_policy
      - action: action_answer_policy
"""
LINKED = ("actions", "bot", "learning", "policy_kb", "conversation_tests", "models", ".venv", "endpoints.yml")
LINKED += ("credentials.yml", "config.yml", "domain.yml", "data", "requirements.lock")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout with tests and runs of its own."""
    if not list((ROOT / "models").glob("chiaro-*.tar.gz")) and not os.environ.get("CI"):
        pytest.skip("no model is trained")
    folder = tmp_path_factory.mktemp("played")
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    (folder / "var").mkdir()
    if (ROOT / "var" / "stories").is_dir():  # the seeded knowledge base, which takes a minute to make
        subprocess.run(["cp", "-r", str(ROOT / "var" / "stories"), str(folder / "var")], check=True)
    place = folder / "tests" / "conversations" / "gift_cards"
    place.mkdir(parents=True)
    (place / "test_passes.yml").write_text(TEST.format(kinds="explanation, steps"), encoding="utf-8")
    (place / "test_fails.yml").write_text(TEST.format(kinds="reason"), encoding="utf-8")
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "chiaro", "stories", *map(str, arguments)]


def environment(project: Path) -> dict[str, str]:
    return {**os.environ, "CHIARO_PROJECT": str(project), "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}


def called(project: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=project, env=environment(project), capture_output=True, text=True, check=False
    )


def told(output: str) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in output.splitlines()]
    return [event["tell"]["test"] for event in events if "tell" in event]


def test_tests_are_told_one_by_one_and_remembered_and_a_conversation_becomes_one(project: Path) -> None:
    ended = called(project, "run", "--events", "--repeat", 2, "--json", project / "var" / "run.json")
    assert ended.returncode == 1, ended.stderr
    tests = {test["file"].rpartition("/")[2]: test for test in told(ended.stdout)}
    assert tests["test_passes.yml"]["passed"]
    failure = tests["test_fails.yml"]["failure"]
    assert (failure["turn"], failure["reason"]) == (1, "other_answer")
    assert failure["differences"] == [
        {"what": "kinds", "expected": '["reason"]', "seen": '["explanation", "steps"]'},
    ]
    run = json.loads((project / "var" / "run.json").read_text("utf-8"))
    assert (run["passed"], run["failed"], len(run["tests"])) == (1, 1, 2)
    assert {test["plays"] for test in run["tests"]} == {2}
    latest = json.loads((project / "var/workbench/runs/latest.json").read_text("utf-8"))
    assert latest["stories"][0]["turns"][0]["actions"][0]["name"] == "action_answer_policy"
    assert "gift-cards: " in called(project, "coverage").stdout
    assert len(called(project, "history", "--failing").stdout.splitlines()) == 3

    transcript = project / "var" / "talk.json"
    said = ["buongiorno", "sono Bruna Testori, quando scade la mia carta regalo?"]
    transcript.write_text(json.dumps({"entries": [{"from": "customer", "text": text} for text in said]}))
    named = ["--name", "A greeting is returned before a card is explained", "--folder", "gift_cards"]
    recorded = called(
        project, "record", transcript, *named, "--write", "--run", "--keep", "kinds,policy,language,level"
    )
    assert recorded.returncode == 0, recorded.stdout + recorded.stderr
    assert recorded.stdout.splitlines()[-1] == "1 passed, 0 failed"
    assert "Testori" not in recorded.stdout


def test_a_run_that_is_told_to_stop_ends_all_that_it_started_with_code_130(project: Path) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command("run", "--events"), cwd=project, env=environment(project), text=True, stdout=pipe, stderr=pipe
    ) as started:
        assert started.stdout is not None
        for line in started.stdout:
            if json.loads(line).get("step") == "stories.stage-servers":
                break
        children = _children(started.pid)
        assert children
        started.send_signal(signal.SIGTERM)
        assert started.wait(timeout=20) == 130
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def _children(pid: int) -> list[str]:
    return [child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
