"""Ends a command in order when it is told to stop: what it started ends with it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from workbench.wording import Language, say

INTERRUPTED = 130


@contextmanager
def stoppable(language: Language) -> Iterator[None]:
    """Inside, SIGINT, SIGTERM and SIGHUP end what runs, child processes too; the command's code is then 130."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo(say(language, "stories.stopped"), err=True)
        sys.exit(INTERRUPTED)


def _interrupt(*_: object) -> None:
    # As Ctrl-C, which asyncio turns into an orderly end.
    signal.raise_signal(signal.SIGINT)
