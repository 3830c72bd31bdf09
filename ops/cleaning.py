"""`clean`: removes what was made: models, environments, caches, logs; data only when asked to."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Iterator

from ops.console import Console
from ops.paths import Paths
from ops.words import say, size

MADE = (
    "models",
    ".venv",
    "bot/.venv",
    ".rasa",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "results",
)
MADE_IN_BOT = (
    "bot/.mypy_cache",
    "bot/.pytest_cache",
    "bot/.ruff_cache",
    "bot/.hypothesis",
    ".import_linter_cache",
)
# In var/ only what can be made again. The rest there is data: databases, the web server's secret.
MADE_IN_VAR = ("log", "tools", "tests", "training", "training-kept", "setup.lock", "train.lock")


def clean(paths: Paths, console: Console, data: bool) -> None:
    """Removes it and says each path with its size; with `data` the databases too."""
    found = [path for path in _places(paths, data) if path.exists() or path.is_symlink()]
    for path in found:
        console.line(say("removed", path=paths.shown(path), size=size(_remove(path))))
    for cache in list(_bytecode(paths.root)):
        _remove(cache)
    if not data and paths.var.is_dir():
        for path in sorted(paths.var.iterdir()):
            console.line(say("kept-data", path=paths.shown(path)))
    if not found:
        console.line(say("nothing-to-remove"))


def _places(paths: Paths, data: bool) -> Iterator[Path]:
    for name in (*MADE, *MADE_IN_BOT):
        yield paths.root / name
    if data:
        yield paths.var
    else:
        for name in MADE_IN_VAR:
            yield paths.var / name


def _bytecode(root: Path) -> Iterator[Path]:
    # Deepest first is not needed: a bytecode folder holds no other.
    for folder in root.rglob("__pycache__"):
        if folder.is_dir() and ".git" not in folder.parts:
            yield folder


def _remove(path: Path) -> int:
    if path.is_dir() and not path.is_symlink():
        total = sum(file.lstat().st_size for file in path.rglob("*") if not file.is_dir())
        shutil.rmtree(str(path))
        return total
    total = path.lstat().st_size
    path.unlink()
    return total
