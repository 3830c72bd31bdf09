"""The workbench's pages over an empty inbox and a project of the test's own, with a `chiaro` that is played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.played_chiaro import COMMAND
from tests.unit.web.workbench.trainers import signed_in_trainer


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
    with signed_in_trainer(tmp_path, project, empty_inbox) as desk:
        yield desk
