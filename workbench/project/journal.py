"""All files of a change or none, also where the process ends half-way.

What is to be done is noted before the first file is touched. Whoever opens the project next and finds the note
finishes what it says. A file that has neither the text before nor the text after was changed by somebody else
since, and is left alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from workbench.errors import BadFile, UnsafePath
from workbench.project import writing
from workbench.project.changes import Change
from workbench.project.lock import OWN_FOLDER
from workbench.project.writable import refuse_unwritable

_NOTE = OWN_FOLDER / "unfinished.json"


def is_unfinished(root: Path) -> bool:
    """Whether a change was begun: by a process that writes at this moment, or by one that ended half-way."""
    return (root / _NOTE).exists()


def finish(root: Path) -> None:
    """Finish a change that another process left half-way; the lock is held."""
    if is_unfinished(root):
        _settle(root, _noted(root))
        _forget(root)


def apply(root: Path, changes: Sequence[Change]) -> None:
    """Make all changes or none; the lock is held, and every file has the text that its change names as before."""
    try:
        for change in changes:
            if change.after is not None:
                writing.stage(root, change.path, change.after)
        _note(root, changes)
    except BaseException:
        _forget(root)
        _unstage(root, changes)
        raise
    try:
        for change in changes:
            _swap(root, change)
    except BaseException:
        _settle(root, [change.reverse() for change in changes])
        _forget(root)
        raise
    _forget(root)


def _swap(root: Path, change: Change) -> None:
    if change.after is None:
        writing.remove(root, change.path)
    else:
        writing.take_over(root, change.path)


def _settle(root: Path, changes: Sequence[Change]) -> None:
    for change in changes:
        writing.unstage(root, change.path)
        if change.before != change.after and writing.there(root, change.path) == change.before:
            writing.put(root, change.path, change.after)


def _unstage(root: Path, changes: Sequence[Change]) -> None:
    for change in changes:
        with suppress(UnsafePath, BadFile):  # the folder that was refused holds nothing of ours
            writing.unstage(root, change.path)


def _note(root: Path, changes: Sequence[Change]) -> None:
    note, part = root / _NOTE, root / _NOTE.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump([[change.path, change.before, change.after] for change in changes], file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(note)
    _sync(note.parent)


def _noted(root: Path) -> list[Change]:
    try:
        noted = [_change(entry) for entry in json.loads((root / _NOTE).read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise BadFile("files.bad-note", file=_NOTE.as_posix()) from error
    for change in noted:
        refuse_unwritable(change)
    return noted


def _change(entry: object) -> Change:
    match entry:
        case [str(path), str() | None as before, str() | None as after]:
            return Change(path, before, after)
        case _:
            raise ValueError(entry)


def _forget(root: Path) -> None:
    (root / _NOTE).unlink(missing_ok=True)
    _sync((root / _NOTE).parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
