"""A small project for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workbench.findings.small_project import Small


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)
