"""Sending readers away as soon as the process is told to end: a stream that stays open would hold it up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_at_the_end(tell: Callable[[], object]) -> Iterator[None]:
    """Call `tell` at the first signal that ends the process, before the server's own handling of it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only: here somebody else ends us
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def handle(number: int, frame: FrameType | None) -> None:
        tell()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, handler)
