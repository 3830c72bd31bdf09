"""Making environments whole, and healing those that are not."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.environments import BOT_ENVIRONMENT, PROJECT_ENVIRONMENT, Builder, Environment
from ops.errors import InstallError, MachineError, NetworkError
from ops.find_python import Finder
from ops.paths import Paths
from ops.step import Runner
from ops.tools import Uv

Program = Callable[[str, str], Path]
HERE = (sys.version_info[0], sys.version_info[1])
ENVIRONMENT = Environment("project", ".venv", (HERE,), "base.lock", "startup", "dev.lock")


@pytest.fixture
def uv(program: Program, tmp_path: Path) -> Uv:
    """An installer that notes how it is called and installs nothing."""
    return Uv(program("uv", f'echo "$@" >> {tmp_path}/calls'), {})


@pytest.fixture
def calls(tmp_path: Path) -> Callable[[], list[str]]:
    """The installer's calls, one a line."""
    file = tmp_path / "calls"
    return lambda: file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def checkout(paths: Paths) -> Path:
    """A checkout with locks and a start-up file."""
    (paths.root / "base.lock").write_text("a==1\n")
    (paths.root / "dev.lock").write_text("b==1\n")
    (paths.root / "startup").mkdir()
    (paths.root / "startup" / "chiaro_startup.py").write_text("import os\nos.environ['STARTED'] = 'yes'\n")
    return paths.root


@pytest.fixture
def finder(program: Program, tmp_path: Path) -> Finder:
    """Finds the Python that runs the tests."""
    program("bin/python{}.{}".format(*HERE), f'exec {sys.executable} "$@"')
    return Finder({"PATH": str(tmp_path / "bin")}, tmp_path / "home")


@pytest.fixture
def builder(runner: Runner, finder: Finder, uv: Uv) -> Builder:
    """A builder with that installer."""
    return Builder(runner, finder, uv)


def test_an_environment_that_was_made_fits_and_has_run_its_start_up(builder: Builder, checkout: Path) -> None:
    builder.build(ENVIRONMENT, dev=False)
    assert ENVIRONMENT.fits(checkout, dev=False)
    program = "import os, sys; print(os.environ['STARTED'], sys.path)"
    answer = subprocess.check_output([checkout / ".venv/bin/python", "-c", program], text=True, cwd="/")
    assert answer.startswith("yes")
    assert str(checkout) in answer


@pytest.mark.usefixtures("checkout")
def test_packages_are_installed_by_their_hashes_only(builder: Builder, calls: Callable[[], list[str]]) -> None:
    builder.build(ENVIRONMENT, dev=True)
    assert calls()[-1].endswith("--require-hashes -r base.lock -r dev.lock --compile-bytecode")


def test_a_half_built_environment_is_thrown_away_and_made_again(
    builder: Builder, checkout: Path, said: io.StringIO
) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    left = checkout / ".venv" / "half"
    left.write_text("")
    builder.build(ENVIRONMENT, dev=False)
    assert ENVIRONMENT.fits(checkout, dev=False)
    assert not left.exists()
    assert "an earlier set-up was not finished" in said.getvalue()


def test_an_installer_that_fails_leaves_an_environment_that_does_not_fit(
    builder: Builder, runner: Runner, finder: Finder, checkout: Path, program: Program
) -> None:
    failing = Builder(runner, finder, Uv(program("failing", "echo 'error: bad hash'; exit 2"), {}))
    with pytest.raises(InstallError, match="Installing the project's environment did not work"):
        failing.build(ENVIRONMENT, dev=False)
    assert not ENVIRONMENT.fits(checkout, dev=False)
    builder.build(ENVIRONMENT, dev=False)
    assert ENVIRONMENT.fits(checkout, dev=False)


@pytest.mark.parametrize(
    "line",
    [
        "error: Failed to fetch: `https://index.example/simple/a/`",
        "  Caused by: dns error: failed to lookup address information",
        "WARNING: Retrying after connection broken by 'NewConnectionError('<…>')'",
    ],
)
def test_no_network_is_one_sentence_that_says_so(
    runner: Runner, finder: Finder, checkout: Path, program: Program, line: str
) -> None:
    script = program("offline", f"cat <<'END'\n{line}\nEND\nexit 2")
    with pytest.raises(NetworkError, match="The package index could not be reached"):
        Builder(runner, finder, Uv(script, {})).build(ENVIRONMENT, dev=False)
    assert not ENVIRONMENT.fits(checkout, dev=False)


@pytest.mark.usefixtures("checkout")
def test_a_missing_python_is_one_sentence_with_the_mend(runner: Runner, tmp_path: Path, uv: Uv) -> None:
    nowhere = Finder({"PATH": ""}, tmp_path / "home")
    with pytest.raises(MachineError, match=r"No Python 3\.10 was found .*pyenv install 3\.10"):
        Builder(runner, nowhere, uv)._python(BOT_ENVIRONMENT)
    with pytest.raises(MachineError, match=r"No Python 3\.11 or later was found"):
        Builder(runner, nowhere, uv)._python(PROJECT_ENVIRONMENT)


@pytest.mark.usefixtures("checkout")
def test_a_python_that_uv_can_fetch_is_used(runner: Runner, tmp_path: Path, program: Program) -> None:
    folder = tmp_path / "home/.local/share/uv/python/x/bin"
    name = "python{}.{}".format(*HERE)
    fetch = f"mkdir -p {folder} && ln -s {sys.executable} {folder}/{name}"
    finder = Finder({"PATH": ""}, tmp_path / "home")
    found = Builder(runner, finder, Uv(program("uv", f'[ "$1" = python ] && {fetch}'), {}))._python(ENVIRONMENT)
    assert found == folder / name


def test_a_changed_lock_makes_the_environment_anew(builder: Builder, checkout: Path) -> None:
    builder.build(ENVIRONMENT, dev=False)
    (checkout / ".venv" / "old").write_text("")
    (checkout / "base.lock").write_text("a==2\n")
    assert not ENVIRONMENT.fits(checkout, dev=False)
    builder.build(ENVIRONMENT, dev=False)
    assert ENVIRONMENT.fits(checkout, dev=False)
    assert not (checkout / ".venv" / "old").exists()


def test_tools_for_tests_are_added_to_an_environment_that_runs_already(
    builder: Builder, checkout: Path, calls: Callable[[], list[str]]
) -> None:
    builder.build(ENVIRONMENT, dev=False)
    assert not ENVIRONMENT.fits(checkout, dev=True)
    builder.build(ENVIRONMENT, dev=True)
    assert calls()[-1].endswith("--require-hashes -r dev.lock --compile-bytecode")
    assert ENVIRONMENT.fits(checkout, dev=True)
    assert ENVIRONMENT.fits(checkout, dev=False)


def test_tools_for_tests_stay_when_a_lock_changes(builder: Builder, checkout: Path) -> None:
    builder.build(ENVIRONMENT, dev=True)
    (checkout / "base.lock").write_text("a==2\n")
    builder.build(ENVIRONMENT, dev=False)
    assert ENVIRONMENT.fits(checkout, dev=True)


def test_an_environment_whose_python_is_gone_does_not_fit(builder: Builder, checkout: Path) -> None:
    builder.build(ENVIRONMENT, dev=False)
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout / "nowhere")
    assert not ENVIRONMENT.fits(checkout, dev=False)


def test_an_environment_of_a_checkout_that_was_moved_does_not_fit(
    builder: Builder, checkout: Path, tmp_path: Path
) -> None:
    builder.build(ENVIRONMENT, dev=False)
    moved = checkout.rename(tmp_path / "moved")
    assert not ENVIRONMENT.fits(moved, dev=False)


@pytest.mark.parametrize("stamp", ["", "{", "[]", '"text"', "null"])
def test_a_stamp_that_cannot_be_read_is_no_stamp(builder: Builder, checkout: Path, stamp: str) -> None:
    builder.build(ENVIRONMENT, dev=False)
    ENVIRONMENT.stamp(checkout).write_text(stamp)
    assert not ENVIRONMENT.fits(checkout, dev=False)
