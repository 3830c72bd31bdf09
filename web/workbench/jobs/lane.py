"""One job of a kind at a time, on this machine: a lock that the job's own process holds to its end."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def enter(folder: Path, kind: str) -> int | None:
    """The descriptor of the lane's lock, to be handed to the process; None where a job is in it.

    The lock goes with the last process that has the descriptor: a job whose server was killed keeps it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{kind}.lane", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_taken(folder: Path, kind: str) -> bool:
    """Whether a job is in the lane."""
    descriptor = enter(folder, kind)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
