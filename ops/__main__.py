"""`python -m ops COMMAND`: what the Makefile calls. Any Python from 3.8 on will do."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Callable

from ops.benches import show_benches
from ops.checks import Checks
from ops.cleaning import clean
from ops.console import Console
from ops.environments import builder
from ops.errors import OpsError, StopRequestedError
from ops.find_python import Finder
from ops.locks import write_locks
from ops.paths import Paths
from ops.running import Run
from ops.setup import Setup
from ops.signals import StopSignal
from ops.starting import Starter
from ops.step import Runner
from ops.suites import Suites
from ops.talking import Talk
from ops.words import say

INTERRUPTED_CODE = 130


class Commands:
    """The commands, put together for one checkout; each returns its exit code."""

    def __init__(self, paths: Paths, console: Console, stop: StopSignal) -> None:
        self._paths = paths
        self._console = console
        self._runner = Runner(paths, console, dict(os.environ))
        self._finder = Finder(self._runner.environ, Path.home())
        self._setup = Setup(self._runner, self._finder)
        self._starter = Starter(self._runner, stop)

    def all(self) -> dict[str, Callable[[], int | None]]:
        """Every command by its name."""
        names = ("setup", "run", "test", "check", "train", "shell", "clean", "bench", "lock")
        return {name: getattr(self, name) for name in names}

    def setup(self) -> None:
        """Both environments, with the tools for tests and checks."""
        self._setup.environments(dev=True)

    def run(self) -> None:
        """The three processes, until stopped."""
        Run(self._setup, self._starter).run()

    def shell(self) -> int:
        """A conversation in the terminal."""
        return Talk(self._setup, self._starter).run()

    def train(self) -> None:
        """The model that fits, trained where there is none."""
        model = self._setup.trained()
        self._console.line(say("trained", path=self._paths.shown(model)))

    def test(self) -> int:
        """Every test of both environments."""
        return Suites(self._runner, self._setup.trained(dev=True)).run()

    def check(self) -> int:
        """Style, types, import rules, data."""
        self._setup.environments(dev=True)
        return Checks(self._runner).run()

    def clean(self) -> None:
        """Removes what was made; the databases too with DATA=1."""
        clean(self._paths, self._console, os.environ.get("DATA") == "1")

    def bench(self) -> None:
        """Lists the benchmarks."""
        show_benches(self._paths, self._console)

    def lock(self) -> None:
        """Writes the lock files anew."""
        write_locks(self._runner, builder(self._runner, self._finder))


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; a failure is one sentence on stderr and exit code 1."""
    stop = StopSignal()
    stop.listen()
    try:
        commands = Commands(Paths.here(), Console(), stop).all()
        parser = argparse.ArgumentParser(prog="python -m ops")
        parser.add_argument("command", choices=sorted(commands))
        return commands[parser.parse_args(arguments).command]() or 0
    except (StopRequestedError, KeyboardInterrupt):
        print(StopRequestedError(), file=sys.stderr)
        return INTERRUPTED_CODE
    except OpsError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
