"""Small things with files that more than one part needs."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import Iterable, Iterator

from ops.console import Console
from ops.errors import MachineError
from ops.words import say

KEPT_LOG_BYTES = 5_000_000
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def digest_of(files: Iterable[Path], root: Path) -> str:
    """SHA-256 (hex) over names relative to `root` and contents, in the order of the names."""
    total = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(root).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Writes `path` so that it is there with all of `text` or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(str(part), str(path))


def tail(path: Path, count: int = 15, since: int = 0) -> list[str]:
    """The last `count` lines of a text file from byte `since` on; none where it is not there."""
    if not path.is_file():
        return []
    with path.open("rb") as stream:
        stream.seek(max(0, since, path.stat().st_size - 64_000))
        text = stream.read().decode("utf-8", "replace")
    return [_as_seen(line) for line in text.rstrip("\n").split("\n")][-count:] if text else []


def _as_seen(line: str) -> str:
    """A line as a terminal leaves it: of a progress bar its last state, and no colours."""
    return COLOUR.sub("", line.rstrip("\r").rpartition("\r")[2])


def rotate(path: Path, limit: int = KEPT_LOG_BYTES) -> None:
    """Puts a log over `limit` bytes aside as `….1`, which replaces the one put aside before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size > limit:
        os.replace(str(path), str(path.with_name(path.name + ".1")))


def length(path: Path) -> int:
    """How many bytes a file has; 0 where it is not there."""
    return path.stat().st_size if path.is_file() else 0


@contextmanager
def only_one(path: Path, console: Console) -> Iterator[None]:
    """Holds the lock file `path`; says so when another call has it, and waits."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("w")
    except OSError as error:
        raise MachineError("not-written", path=path, reason=error.strerror) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.line(say("locked"))
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
