"""A mend as lines to be exchanged, found again also where lines above them came or went meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from workbench.errors import FileChanged
from workbench.project.changes import Change

_CONTEXT = 1


@dataclass(frozen=True)
class Edit:
    """`before` stands from `line` of `path` on and becomes `after`; both begin and end with unchanged lines."""

    path: str
    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Edit:
        """The edit that was written as JSON."""
        return cls(document["path"], document["line"], tuple(document["before"]), tuple(document["after"]))

    def reverse(self) -> Edit:
        """What undoes it."""
        return Edit(self.path, self.line, self.after, self.before)


def exchange(text: str, path: str, line: int, count: int, new: Iterable[str]) -> Edit:
    """The edit that puts `new` lines in the place of `count` ones from `line` (counted from 1) of `text` on."""
    lines = _bare(text)
    first, last = line - 1, line - 1 + count
    start, end = max(first - _CONTEXT, 0), min(last + _CONTEXT, len(lines))
    after = (*lines[start:first], *new, *lines[last:end])
    return Edit(path, start + 1, tuple(lines[start:end]), after)


def edits_of(changes: Iterable[Change]) -> tuple[Edit, ...]:
    """Changes of whole files as edits of their lines."""
    return tuple(edit for change in changes for edit in _edits(change))


def _edits(change: Change) -> Iterator[Edit]:
    before = change.before or ""
    lines, after = _bare(before), _bare(change.after or "")
    for tag, first, last, start, end in SequenceMatcher(None, lines, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield exchange(before, change.path, first + 1, last - first, after[start:end])


def changes_of(edits: Iterable[Edit], read: Callable[[str], str | None]) -> tuple[Change, ...]:
    """The changes that the edits make of the files as they are now; `read` gives a file's text, or None.

    A file of which nothing is left is removed.

    Raises:
        FileChanged: the lines of an edit are not there any more.
    """
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    return tuple(_change(path, found, read(path)) for path, found in by_path.items())


def _change(path: str, edits: Sequence[Edit], before: str | None) -> Change:
    lines = before.split("\n") if before else []
    for edit in sorted(edits, key=lambda edit: edit.line, reverse=True):
        place = _place(lines, edit)
        old = lines[place : place + len(edit.before)]
        lines[place : place + len(edit.before)] = _with_ends(old, edit.after)
    return Change(path, before, "\n".join(lines) or None)


def _with_ends(old: list[str], new: Sequence[str]) -> list[str]:
    """New lines with the ends of the old ones: a carriage return where those have it."""
    end = "\r" if any(line.endswith("\r") for line in old) else ""
    known = {line.removesuffix("\r"): line for line in old}
    return [known.get(line, line + end) for line in new]


def _place(lines: Sequence[str], edit: Edit) -> int:
    """Where `before` stands now, the nearest to where it stood."""
    bare = [line.removesuffix("\r") for line in lines]
    size = len(edit.before)
    found = [start for start in range(len(bare) - size + 1) if tuple(bare[start : start + size]) == edit.before]
    if not found or (lines and not edit.before):  # a new file, where there is one by now
        raise FileChanged("findings.changed", file=edit.path)
    return min(found, key=lambda start: abs(start - edit.line + 1))


def _bare(text: str) -> list[str]:
    """Lines without their ends; after the last end there is one more, empty line."""
    return [line.removesuffix("\r") for line in text.split("\n")] if text else []
