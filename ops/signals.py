"""Ctrl-C and SIGTERM: they end a step of the set-up at once, and a watch when it looks next."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import Iterator

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopSignal:
    """Whether somebody has asked to stop; `event` is what a watch waits on."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self._polite = False

    def listen(self) -> None:
        """Takes over the signals of this process."""
        for number in NUMBERS:
            signal.signal(number, self.receive)

    @contextmanager
    def politely(self) -> Iterator[threading.Event]:
        """Inside, a signal only sets the event: whoever watches stops in good order."""
        self._polite = True
        try:
            yield self.event
        finally:
            self._polite = False

    def receive(self, *_: object) -> None:
        """Called for each signal; KeyboardInterrupt for the first one that nobody watches for."""
        asked_before = self.event.is_set()
        self.event.set()
        if not (self._polite or asked_before):
            raise KeyboardInterrupt
