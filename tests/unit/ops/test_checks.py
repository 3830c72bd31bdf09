"""The checks, and cleaning up."""

from __future__ import annotations

import io

import pytest

from ops.checks import Checks, read_checks
from ops.cleaning import clean
from ops.step import Runner

PATHS = sorted({path for check in read_checks() for path in check.needs})


@pytest.fixture
def checkout(runner: Runner) -> Runner:
    """A checkout in which everything that checks need is there."""
    for name in PATHS:
        (runner.paths.root / name).parent.mkdir(parents=True, exist_ok=True)
        (runner.paths.root / name).write_text("")
    return runner


def put(runner: Runner, project: str, bot: str) -> None:
    for python, lines in ((runner.paths.project_python, project), (runner.paths.bot_python, bot)):
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text(f"#!/bin/sh\n{lines}\n")
        python.chmod(0o755)


def test_every_check_runs_though_the_first_ones_find_something(checkout: Runner, said: io.StringIO) -> None:
    put(checkout, "echo 'a finding'; exit 1", "exit 0")
    assert Checks(checkout).run() == 1
    assert said.getvalue().count(": FAILED") + said.getvalue().count(": ok") == len(read_checks())
    assert "    a finding\n" in said.getvalue()
    assert said.getvalue().splitlines()[-1] == f"5 of {len(read_checks())} checks found something."


def test_good_checks_are_a_success(checkout: Runner, said: io.StringIO) -> None:
    put(checkout, "exit 0", "exit 0")
    assert Checks(checkout).run() == 0
    assert said.getvalue().splitlines()[-1] == f"All {len(read_checks())} checks are good."


def test_cleaning_keeps_data_and_says_so(runner: Runner, said: io.StringIO) -> None:
    for name in (
        "models/a.tar.gz",
        ".venv/a",
        "bot/.venv/a",
        "var/log/a.log",
        "var/chiaro.db",
        "web/__pycache__/a.pyc",
    ):
        (runner.paths.root / name).parent.mkdir(parents=True, exist_ok=True)
        (runner.paths.root / name).write_text("a")
    clean(runner.paths, runner.console, data=False)
    left = [path.relative_to(runner.paths.root).as_posix() for path in runner.paths.root.rglob("*") if path.is_file()]
    assert left == ["var/chiaro.db"]
    assert "removed models" in said.getvalue()
    assert "kept var/chiaro.db" in said.getvalue()


def test_cleaning_with_data_leaves_nothing_that_was_made(runner: Runner) -> None:
    (runner.paths.var / "log").mkdir(parents=True)
    (runner.paths.var / "chiaro.db").write_text("")
    clean(runner.paths, runner.console, data=True)
    assert list(runner.paths.root.iterdir()) == []


def test_cleaning_a_clean_checkout_says_that_there_is_nothing(runner: Runner, said: io.StringIO) -> None:
    clean(runner.paths, runner.console, data=False)
    assert said.getvalue() == "There was nothing to remove.\n"


def test_cleaning_follows_no_link_out_of_the_checkout(runner: Runner) -> None:
    outside = runner.paths.root.parent / "outside"
    outside.mkdir()
    (outside / "precious").write_text("")
    (runner.paths.root / "models").symlink_to(outside)
    clean(runner.paths, runner.console, data=True)
    assert (outside / "precious").exists()
    assert not (runner.paths.root / "models").is_symlink()
