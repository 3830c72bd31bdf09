"""The pages of tests over a small project; commands are the real ones, but for runs, which are played."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.trainers import signed_in_trainer
from tests.unit.workbench.stories.making_runs import make_project, make_run, make_test
from tests.unit.workbench.stories.making_talks import Event, turn

CONVERSATION = "c" * 32
HOSTILE = "<img src=x onerror=alert(1)>\"' {{7*7}}"
# Tells of one failing test and writes a run's document; everything else is handed to the real command.
PLAYED = """
import json, os, runpy, sys
if sys.argv[1:3] == ["stories", "run"]:
    document = json.load(open(os.environ["PLAYED_RUN"]))
    open(os.environ["PLAYED_RUN"] + ".arguments", "w").write(json.dumps(sys.argv[1:]))
    print(json.dumps({"step": "stories.stage-stories", "of": 1}), flush=True)
    for test in document["tests"]:
        print(json.dumps({"tell": {"test": test}}), flush=True)
    json.dump(document, open(sys.argv[sys.argv.index("--json") + 1], "w"))
    sys.exit(1)
runpy.run_module("chiaro", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    root = make_project(tmp_path / "project")
    (root / "models").mkdir()
    (root / "models" / "chiaro-0123456789ab.tar.gz").write_bytes(b"")
    run = make_run(1, make_test(False, story=HOSTILE), make_test())
    (tmp_path / "run.json").write_text(json.dumps(run.document()), encoding="utf-8")
    monkeypatch.setenv("PLAYED_RUN", str(tmp_path / "run.json"))
    monkeypatch.setattr("web.workbench.jobs.jobs.CHIARO", (sys.executable, "-c", PLAYED))
    return root


@pytest.fixture
def events() -> list[Event]:
    """A conversation of two turns that tells of a person."""
    first = turn(f"sono Bruna Testori {HOSTILE}, ordine AC-771122")
    return [*first, *turn("e quando scade?", customer="K-77")]


@pytest.fixture
def trainer(tmp_path: Path, project: Path, empty_inbox: Path, events: list[Event]) -> Iterator[Desk]:
    """A trainer who reads English, signed in."""
    _keep(tmp_path / "tracker.db", events)
    with signed_in_trainer(tmp_path, project, empty_inbox) as desk:
        yield desk


def _keep(file: Path, events: list[Event]) -> None:
    with sqlite3.connect(file) as connection:
        columns = "id integer primary key, sender_id text, type_name text, action_name text, data text"
        connection.execute(f"create table events ({columns})")
        rows = [(CONVERSATION, event["event"], json.dumps(event)) for event in events]
        connection.executemany("insert into events (sender_id, type_name, data) values (?, ?, ?)", rows)
