"""What git knows of the checkout. Git is asked only, and nothing of it is changed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import NotThere, WorkbenchError

# A file over this is no text that people write.
_LARGEST = 1_000_000


@dataclass(frozen=True)
class ChangedFile:
    """A file with its text before and now; None where it was, or is, not there or no text."""

    path: str
    before: str | None
    after: str | None


class Git:
    """Asks git about the checkout at `root`."""

    def __init__(self, root: Path) -> None:
        """Look at `root`."""
        self._root = root

    def commit(self) -> str:
        """The commit that is checked out, short; empty without git."""
        ended = self._run("rev-parse", "--short", "HEAD")
        return ended.stdout.decode().strip() if ended.returncode == 0 else ""

    def is_changed(self) -> bool:
        """Whether a file is otherwise than committed."""
        return bool(self._run("status", "--porcelain").stdout.strip())

    def changed_files(self, revision: str) -> list[ChangedFile]:
        """The files that are otherwise now than in `revision`, in the order of their names, new ones with them.

        Raises:
            WorkbenchError: there is no git here.
            NotThere: git knows no such revision.
        """
        commit = self._commit_of(revision)
        differing = self._names("diff", "--name-only", "--no-renames", "-z", commit)
        new = self._names("ls-files", "--others", "--exclude-standard", "-z")
        return [ChangedFile(path, self._text(commit, path), self._present(path)) for path in sorted({*differing, *new})]

    def _commit_of(self, revision: str) -> str:
        if self._run("rev-parse", "--is-inside-work-tree").returncode != 0:
            raise WorkbenchError("stories.no-git")
        ended = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if ended.returncode != 0:
            raise NotThere("stories.no-revision", revision=revision)
        return ended.stdout.decode().strip()

    def _names(self, *arguments: str) -> list[str]:
        ended = self._run(*arguments)
        return [name.decode("utf-8", "replace") for name in ended.stdout.split(b"\0") if name]

    def _text(self, commit: str, path: str) -> str | None:
        ended = self._run("show", f"{commit}:{path}")
        return _decoded(ended.stdout) if ended.returncode == 0 else None

    def _present(self, path: str) -> str | None:
        file = self._root / path
        return _decoded(file.read_bytes()) if file.is_file() and not file.is_symlink() else None

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "--no-optional-locks", "-C", str(self._root), *arguments]
        try:
            return subprocess.run(command, capture_output=True, check=False)
        except FileNotFoundError:
            return subprocess.CompletedProcess(command, 127, b"", b"")


def _decoded(content: bytes) -> str | None:
    try:
        return content.decode("utf-8") if len(content) <= _LARGEST else None
    except UnicodeDecodeError:
        return None
