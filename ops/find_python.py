"""Finds a Python of a wanted release on the machine, and makes sure that it really runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping, Sequence, Tuple

PROBE = "import sys, venv, ssl, sqlite3; print('%d.%d' % sys.version_info[:2])"
PROBE_SECONDS = 20

Release = Tuple[int, int]
BOT: tuple[Release, ...] = ((3, 10),)
# 3.12 first: PostgreSQL for the tests has wheels up to there.
PROJECT: tuple[Release, ...] = ((3, 12), (3, 11), (3, 13), (3, 14))


@dataclass(frozen=True)
class Finder:
    """Looks along PATH, then where pyenv and uv keep theirs; `environ` is the process's environment."""

    environ: Mapping[str, str]
    home: Path

    def find(self, releases: Sequence[Release]) -> Path | None:
        """The first Python that runs and is of one of `releases`, most wanted first; None without one."""
        for release in releases:
            for candidate in self.candidates(release):
                if runs_as(candidate, release):
                    return candidate
        return None

    def candidates(self, release: Release) -> Iterator[Path]:
        """Files that may be a Python of `release`, in the order in which to try them."""
        name = "python{}.{}".format(*release)
        for program in (name, "python3", "python"):
            for folder in self.environ.get("PATH", "").split(os.pathsep):
                found = shutil.which(program, path=folder) if folder else None
                if found:
                    yield Path(found)
        for folder_path in self._homes():
            yield from self._inside(folder_path, name)

    def _homes(self) -> Iterator[Path]:
        for root in (self.environ.get("PYENV_ROOT"), str(self.home / ".pyenv")):
            if root:
                yield Path(root) / "versions"
        own = self.environ.get("UV_PYTHON_INSTALL_DIR")
        data = self.environ.get("XDG_DATA_HOME") or str(self.home / ".local" / "share")
        yield Path(own) if own else Path(data) / "uv" / "python"

    @staticmethod
    def _inside(folder: Path, name: str) -> Iterator[Path]:
        if folder.is_dir():
            yield from sorted(folder.glob(f"*/bin/{name}"), reverse=True)


def runs_as(python: Path, release: Release) -> bool:
    """True where `python` starts, has what an environment needs, and says it is of `release`."""
    # A pyenv shim is there for every release that pyenv knows, and fails for those not switched on.
    try:
        answer = subprocess.run(
            [str(python), "-E", "-c", PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.decode().strip() == "{}.{}".format(*release)
