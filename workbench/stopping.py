"""Ends a command in order when it is told to stop: what it started ends with it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

INTERRUPTED = 130


@contextmanager
def stoppable(words: str = "") -> Iterator[None]:
    """Inside, SIGINT, SIGTERM and SIGHUP end what runs, child processes too; the command's code is then 130.

    `words` are said then, where there are some.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        if words:
            click.echo(words, err=True)
        sys.exit(INTERRUPTED)


def _interrupt(*_: object) -> None:
    # As Ctrl-C, which asyncio turns into an orderly end.
    signal.raise_signal(signal.SIGINT)
