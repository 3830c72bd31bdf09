"""Publishes the sample company's policies, unless exactly these are in the embedded database already."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from ops.files import digest_of
from ops.step import Runner
from ops.words import say

DATABASE_VARIABLE = "CHIARO_DATABASE_URL"
_SUFFIXES = {".py", ".yml", ".mako"}


def publish(runner: Runner) -> None:
    """Runs `policy_kb load` where content, code or database changed since it last ended well.

    The stamp lies beside the embedded database and speaks of that very file; another database is always loaded into,
    since what happened to it cannot be known here.
    """
    stamp = runner.paths.var / "knowledge.stamp"
    told = _told(runner)
    if told is not None and stamp.is_file() and stamp.read_text(encoding="utf-8") == told:
        return
    stamp.unlink(missing_ok=True)
    command = [str(runner.paths.project_python), "-m", "policy_kb", "load"]
    runner.run(say("load-knowledge-base"), "load", command)
    told = _told(runner)
    if told is not None:
        stamp.write_text(told, encoding="utf-8")


def _told(runner: Runner) -> str | None:
    """What the stamp says of content, code and the database file; None where the database is not the embedded one."""
    database = runner.paths.var / "chiaro.db"
    if runner.environ.get(DATABASE_VARIABLE) or not database.is_file():
        return None
    return f"{digest_of(_files(runner.paths.root), runner.paths.root)} {database.stat().st_ino}"


def _files(root: Path) -> Iterator[Path]:
    yield root / "requirements.lock"
    for folder in ("learning", "policy_kb"):
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and file.suffix in _SUFFIXES:
                yield file
