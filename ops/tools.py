"""The installer: a uv of our own, from a lock with hashes, and how to call it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from ops.files import digest_of, write_whole
from ops.find_python import BOT, PROJECT, Finder
from ops.pip_settings import uv_variables
from ops.step import Runner
from ops.words import say

LOCK = "ops/tools.lock"


@dataclass(frozen=True)
class Uv:
    """A uv that runs, and the variables to call it with."""

    program: Path
    variables: dict[str, str]


@dataclass(frozen=True)
class Tools:
    """Makes and finds the installer of a checkout."""

    runner: Runner
    finder: Finder

    def uv(self) -> Uv | None:
        """The checkout's own uv, made where it is not there; else the machine's; None without either."""
        if not self._fits():
            self._make()
        if self._fits():
            return Uv(self._folder / "bin" / "uv", uv_variables(self._python, self.runner.environ))
        found = shutil.which("uv", path=self.runner.environ.get("PATH"))
        return Uv(Path(found), {}) if found and _runs(found) else None

    @property
    def _folder(self) -> Path:
        return self.runner.paths.var / "tools"

    @property
    def _python(self) -> Path:
        return self._folder / "bin" / "python"

    @property
    def _stamp(self) -> Path:
        return self._folder / ".complete"

    def _mark(self) -> str:
        root = self.runner.paths.root
        return f"{root} {digest_of([root / LOCK], root)}"

    def _fits(self) -> bool:
        whole = self._stamp.is_file() and self._stamp.read_text(encoding="utf-8") == self._mark()
        return whole and os.access(str(self._python), os.X_OK)

    def _make(self) -> None:
        with self.runner.console.step(say("get-installer")):
            for python in self._pythons():
                if self._made_with(python):
                    write_whole(self._stamp, self._mark())
                    return

    def _pythons(self) -> Iterator[Path]:
        yield Path(sys.executable)
        for releases in (PROJECT, BOT):
            found = self.finder.find(releases)
            if found:
                yield found

    def _made_with(self, python: Path) -> bool:
        # Fails where this Python has no pip to give (Debian's has it in a package apart).
        if self.runner.call("tools", [str(python), "-m", "venv", "--clear", str(self._folder)]) != 0:
            return False
        command = [str(self._python), "-m", "pip", "install", "--quiet", "--retries", "1"]
        command += ["--require-hashes", "--only-binary", ":all:", "-r", LOCK]
        return self.runner.call("tools", command) == 0


def _runs(program: str) -> bool:
    try:
        answer = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return answer.returncode == 0
