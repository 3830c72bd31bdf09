"""What is to become of a file, shown as people know it from git."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.errors import FileChanged
from workbench.project.names import shown

_NO_FILE = "/dev/null"


@dataclass(frozen=True)
class Change:
    """A file's text before and after; None where there is no such file."""

    path: str
    before: str | None
    after: str | None

    def reverse(self) -> Change:
        """What undoes it."""
        return Change(self.path, self.after, self.before)


def joined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change a file: those of one file that follow each other become one; those that change nothing stay out.

    Raises:
        FileChanged: a change of a file does not begin where the one before ended.
    """
    found: dict[str, Change] = {}
    for change in changes:
        earlier = found.get(change.path)
        if earlier is not None and earlier.after != change.before:
            raise FileChanged("files.changed", file=shown(change.path))
        before = change.before if earlier is None else earlier.before
        found[change.path] = Change(change.path, before, change.after)
    return tuple(found.values())


def diff(change: Change) -> str:
    """A unified diff, as git shows one."""
    before, after = _lines(change.before), _lines(change.after)
    names = (
        _NO_FILE if change.before is None else f"a/{change.path}",
        _NO_FILE if change.after is None else f"b/{change.path}",
    )
    return "".join(_whole_line(line) for line in difflib.unified_diff(before, after, *names))


def _lines(text: str | None) -> Sequence[str]:
    """Lines with their ends; only a line feed ends one, as for git."""
    pieces = (text or "").split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _whole_line(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
