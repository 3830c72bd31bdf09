"""The seeded knowledge base: kept below `var/stories`, copied for a run, and what stories do to the copy."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from conversation_tests.errors import CannotRun
from conversation_tests.expectation import DEFAULT_NOW
from ops.files import digest_of, write_whole
from policy_kb.database import migrate, open_engine

_IN_FORCE = """select revision_id, in_force_until from revision
    where policy_id = ? and in_force_from <= ? and (in_force_until is null or ? < in_force_until)"""
# Both are kept by a hash of the texts and of the method.
_COMPUTED = ("text_vector", "fitted_heads")
# Beside the packages `policy_kb` and `learning`: the versions of all others, and the command and its day.
_PUBLISHING = ("requirements.lock", "conversation_tests/knowledge.py", "conversation_tests/expectation.py")
_NEXT_GENERATION = "update generation set number = number + 1"


def seeded(root: Path, load: Callable[[Path, Path], None] | None = None) -> Path:
    """The knowledge base of the sample company, up to date; CannotRun where it cannot be loaded.

    Where the content has changed it is made anew: loaded into the old one, a changed text would become a further
    revision, and versions would depend on what was loaded before. Where neither the content nor what publishes it has
    changed it is taken as it is. Two runs do this one after the other. `load` publishes the content of a checkout into
    a file, by default with `policy_kb load`.
    """
    folder = root / "var" / "stories"
    folder.mkdir(parents=True, exist_ok=True)
    database, stamp = folder / "chiaro.db", folder / "content.stamp"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        now = [digest_of((root / "policy_kb" / "content").rglob("*.yml"), root), digest_of(_publishers(root), root)]
        before = stamp.read_text(encoding="utf-8").split() if stamp.is_file() and database.is_file() else []
        if before != now:
            if before[:1] != now[:1]:
                make_anew(database)
            stamp.unlink(missing_ok=True)
            (load or _load)(root, database)
            write_whole(stamp, "\n".join(now))
    return database


def _publishers(root: Path) -> Iterator[Path]:
    """The files that decide what a publication makes of the content."""
    yield from (root / name for name in _PUBLISHING if (root / name).is_file())
    for folder in ("policy_kb", "learning"):
        for kind in ("*.py", "*.yml"):
            yield from (root / folder).rglob(kind)


def make_anew(database: Path) -> None:
    """Empty the knowledge base in the file `database`, but for what was computed from texts by their hash.

    That is what takes long; a publication looks it up by the hash again.
    """
    before = database.with_name("before.db")
    if database.is_file():
        copied(database, before)
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    engine = open_engine(f"sqlite:///{database}")
    migrate(engine)
    engine.dispose()
    if before.is_file():
        _take_over(before, database)
        before.unlink()


def _take_over(before: Path, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("attach ? as before", (str(before),))
        for table in _COMPUTED:
            # Another release may have laid the table out otherwise: then it is computed again.
            with contextlib.suppress(sqlite3.OperationalError), connection:
                connection.execute(f"insert or ignore into {table} select * from before.{table}")


def _load(root: Path, database: Path) -> None:
    command = [sys.executable, "-m", "policy_kb", "load", "--today", DEFAULT_NOW[:10]]
    environment = {**os.environ, "CHIARO_DATABASE_URL": f"sqlite:///{database}"}
    # Its progress goes to the terminal, what it publishes is of no interest here.
    ended = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, check=False)
    if ended.returncode != 0:
        raise CannotRun("load-failed", code=ended.returncode)


def copied(database: Path, target: Path) -> Path:
    """The SQLite file `database` copied to `target`, with what still stands in its log."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


@dataclass(frozen=True)
class KnowledgeBase:
    """A run's copy, in the file `database`."""

    database: Path

    @contextmanager
    def withdrawn(self, policy_id: str, day: str) -> Iterator[None]:
        """Inside, the policy's revision in force on `day` ends on that day, which every search sees at once."""
        with closing(sqlite3.connect(self.database)) as connection:
            rows = connection.execute(_IN_FORCE, (policy_id, day, day)).fetchall()
        for revision_id, _ in rows:
            self._end(revision_id, day)
        try:
            yield
        finally:
            for revision_id, until in rows:
                self._end(revision_id, until)

    def _end(self, revision_id: int, until: str | None) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("update revision set in_force_until = ? where revision_id = ?", (until, revision_id))
            connection.execute(_NEXT_GENERATION)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Inside, another connection is writing, so that nobody else can."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            connection.execute("begin immediate")
            try:
                yield
            finally:
                connection.execute("rollback")
