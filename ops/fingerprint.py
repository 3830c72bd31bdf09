"""Which model fits the present training data, configuration and components."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from ops.errors import MachineError
from ops.files import digest_of

SINGLE = ("config.yml", "domain.yml", "bot/requirements.lock")
# Folders of bot/ that no model depends on.
APART = {".venv", "tests", "checks", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"}
# Files of bot/ that say how it is installed and checked.
APART_FILES = {"requirements.in", "requirements.lock", "pyproject.toml"}


def model_name(root: Path) -> str:
    """`chiaro-` and the first 12 digits of the fingerprint of the checkout at `root`."""
    return f"chiaro-{fingerprint(root)[:12]}"


def fingerprint(root: Path) -> str:
    """SHA-256 (hex) over all that a model is made of.

    Raises:
        MachineError: a file that every model needs is not there.
    """
    return digest_of(_files(root), root)


def code_fingerprint(root: Path) -> str:
    """As `fingerprint`, without the training data: what a model must be loaded with as it was trained.

    Raises:
        MachineError: a file that every model needs is not there.
    """
    return digest_of(_code(root), root)


def _files(root: Path) -> Iterator[Path]:
    yield from _code(root)
    yield from _below(root / "data")


def _code(root: Path) -> Iterator[Path]:
    for name in SINGLE:
        if not (root / name).is_file():
            raise MachineError("not-there", path=name)
        yield root / name
    yield from _below(root / "learning")
    for file in _below(root / "bot"):
        if file.name not in APART_FILES:
            yield file


def _below(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in APART:
            yield from _below(entry)
        elif entry.is_file() and entry.suffix != ".pyc" and not entry.name.startswith("."):
            yield entry
