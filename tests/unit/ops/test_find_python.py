"""Finding a Python that really runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.find_python import Finder, Release, runs_as

Program = Callable[[str, str], Path]
HERE: Release = (sys.version_info[0], sys.version_info[1])
NAME = "python{}.{}".format(*HERE)
RUNS = f'exec {sys.executable} "$@"'


def finder(tmp_path: Path, **environ: str) -> Finder:
    return Finder(environ, tmp_path / "home")


def test_a_python_of_the_wanted_release_on_the_path_is_found(tmp_path: Path, program: Program) -> None:
    python = program(f"bin/{NAME}", RUNS)
    assert finder(tmp_path, PATH=str(tmp_path / "bin")).find([HERE]) == python


def test_a_shim_that_fails_is_passed_over_for_one_that_runs(tmp_path: Path, program: Program) -> None:
    program(f"shims/{NAME}", "echo 'pyenv: command not found' >&2; exit 127")
    python = program(f"bin/{NAME}", RUNS)
    path = f"{tmp_path / 'shims'}:{tmp_path / 'bin'}"
    assert finder(tmp_path, PATH=path).find([HERE]) == python


def test_a_python_that_is_of_another_release_than_its_name_says_is_passed_over(
    tmp_path: Path, program: Program
) -> None:
    program("bin/python3.10", "echo 3.9")
    assert finder(tmp_path, PATH=str(tmp_path / "bin")).find([(3, 10)]) is None


def test_a_plain_python3_of_the_wanted_release_will_do(tmp_path: Path, program: Program) -> None:
    python = program("bin/python3", RUNS)
    assert finder(tmp_path, PATH=str(tmp_path / "bin")).find([HERE]) == python


@pytest.mark.parametrize(
    ("folder", "variables"),
    [
        ("home/.pyenv/versions/x", {}),
        ("own/versions/x", {"PYENV_ROOT": "own"}),
        ("home/.local/share/uv/python/x", {}),
        ("uv/x", {"UV_PYTHON_INSTALL_DIR": "uv"}),
    ],
)
def test_pythons_of_pyenv_and_uv_are_found_without_a_path(
    tmp_path: Path, program: Program, folder: str, variables: dict[str, str]
) -> None:
    python = program(f"{folder}/bin/{NAME}", RUNS)
    environ = {name: str(tmp_path / value) for name, value in variables.items()}
    assert finder(tmp_path, PATH="", **environ).find([HERE]) == python


def test_the_first_release_wanted_wins_over_an_earlier_place(tmp_path: Path, program: Program) -> None:
    program("bin/python3.11", "echo 3.11")
    later = program("home/.pyenv/versions/b/bin/python3.12", "echo 3.12")
    assert finder(tmp_path, PATH=str(tmp_path / "bin")).find([(3, 12), (3, 11)]) == later


def test_a_file_that_is_no_program_does_not_run(tmp_path: Path) -> None:
    text = tmp_path / "python3.10"
    text.write_text("no program")
    text.chmod(0o755)
    assert not runs_as(text, (3, 10))
    assert not runs_as(tmp_path / "nowhere", (3, 10))
