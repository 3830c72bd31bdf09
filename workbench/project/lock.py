"""One writer at a time on this machine, whatever the process or thread."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import WorkbenchError

# The workbench's own files; the folder may lie behind a link that whoever runs the site has made.
OWN_FOLDER = Path("var", "workbench", "files")
# A write takes milliseconds; who waits longer waits for a process that hangs.
PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.01


@contextmanager
def locked(root: Path, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the lock of a project's files; WorkbenchError where another keeps it for longer than `patience` seconds."""
    folder = root / OWN_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        _wait(handle, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise WorkbenchError("files.busy") from error
            time.sleep(_PAUSE_SECONDS)
