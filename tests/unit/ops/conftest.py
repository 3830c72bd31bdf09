"""A checkout of its own for each test, and a console that can be read."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.console import Console
from ops.paths import Paths
from ops.step import Runner


@pytest.fixture
def said() -> io.StringIO:
    """What the console has said."""
    return io.StringIO()


@pytest.fixture
def console(said: io.StringIO) -> Console:
    """A console that is no terminal."""
    return Console(said)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """An empty checkout."""
    root = tmp_path / "checkout"
    root.mkdir()
    return Paths(root)


@pytest.fixture
def runner(paths: Paths, console: Console) -> Runner:
    """Runs programs in that checkout."""
    return Runner(paths, console, dict(os.environ))


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str, str], Path]:
    """Makes a shell script: called with its path below the test's folder and its lines."""

    def make(name: str, lines: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    return make
