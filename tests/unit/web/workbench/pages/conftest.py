"""The workbench's pages over an empty inbox and a project of the test's own, with a `chiaro` that is played."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.web.accounts.desk import NOW, Desk, add_account
from tests.unit.web.workbench.played_chiaro import COMMAND
from web.accounts.records import Role
from web.app import create_app
from web.settings import Settings


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "tests" / "conversations" / "small_talk").mkdir(parents=True)
    (root / "tests" / "conversations" / "survey").mkdir()
    (root / "models").mkdir()
    (root / "models" / "chiaro-0123456789ab.tar.gz").write_bytes(b"")
    return root


@pytest.fixture
def trainer(tmp_path: Path, project: Path, empty_inbox: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A trainer who reads English, signed in; the app runs until the test ends."""
    monkeypatch.setattr("web.workbench.jobs.jobs.CHIARO", COMMAND)
    shutil.copy(empty_inbox, tmp_path / "kb.db")
    url = f"sqlite:///{tmp_path / 'kb.db'}"
    settings = Settings(
        secret="s" * 40,
        rasa_url="http://rasa.test:5005",
        database_url=url,
        tracker_url=f"sqlite:///{tmp_path / 'tracker.db'}",
        project=project,
    )
    desk = Desk(create_app(settings))
    desk.sit_down(url, add_account(url, "tina", Role.TRAINER), NOW)
    with desk.client:
        yield desk
