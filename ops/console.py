"""What people see in the terminal: steps with their time, a spinner where there is a terminal."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from contextlib import contextmanager
from typing import Callable, Iterable, Iterator, TextIO

from ops.words import duration

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PLAIN_FRAMES = "-\\|/"
SPIN_SECONDS = 0.12
PLAIN_SECONDS = 15.0
CLEAR_LINE = "\r\x1b[K"


class Console:
    """Writes steps to `stream`: a moving line on a terminal, plain lines elsewhere."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stdout
        self._clock = clock
        self._moving = self._stream.isatty()
        encoding = (getattr(self._stream, "encoding", "") or "ascii").lower().replace("-", "")
        self._unicode = encoding.startswith("utf")

    def line(self, text: str = "") -> None:
        """One line."""
        self._write(text + "\n")

    def lines(self, texts: Iterable[str], indent: str = "    ") -> None:
        """Lines of somebody else's output, set in."""
        for text in texts:
            self.line(indent + text)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Shows that `title` goes on, and for how long; a tick or a cross at the end."""
        started = self._clock()
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(title, started, done), daemon=True)
        watcher.start()
        mark = self._mark("✗", "x")
        try:
            yield
            mark = self._mark("✓", "+")
        finally:
            done.set()
            watcher.join()
            self._write((CLEAR_LINE if self._moving else "") + self._row(mark, title, started) + "\n")

    def _watch(self, title: str, started: float, done: threading.Event) -> None:
        if self._moving:
            self._spin(title, started, done)
        else:
            self._tell(title, started, done)

    def _spin(self, title: str, started: float, done: threading.Event) -> None:
        for frame in itertools.cycle(FRAMES if self._unicode else PLAIN_FRAMES):
            self._write(CLEAR_LINE + self._row(frame, title, started))
            if done.wait(SPIN_SECONDS):
                return

    def _tell(self, title: str, started: float, done: threading.Event) -> None:
        pause = 2.0
        while not done.wait(pause):
            self._write(self._row(self._mark("…", "."), title, started) + "\n")
            pause = PLAIN_SECONDS

    def _row(self, mark: str, title: str, started: float) -> str:
        return f"{mark} {title} ({duration(self._clock() - started)})"

    def _mark(self, mark: str, plain: str) -> str:
        return mark if self._unicode else plain

    def _write(self, text: str) -> None:
        self._stream.write(text if self._unicode else text.encode("ascii", "replace").decode("ascii"))
        self._stream.flush()
