"""The project's folder: the only way in which the workbench and its pages reach files that people wrote."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import BadFile, FileChanged, NotThere, UnsafePath
from workbench.project import changes as changing
from workbench.project import journal
from workbench.project.changes import Change
from workbench.project.folders import is_link, opened_folder
from workbench.project.lock import locked
from workbench.project.names import names_of, shown
from workbench.project.reading import FileText, read_text
from workbench.project.writable import WRITTEN_SUFFIXES, refuse_unwritable
from workbench.project.writing import there


@dataclass(frozen=True)
class Project:
    """The folder whose files trainers work on. Paths are written from this folder on, with `/`."""

    root: Path

    def path(self, relative: str, below: str) -> Path:
        """The place of a file or folder, there or not, below the folder `below` ("" for the whole project).

        It is checked at this moment: to read or write, `read` and `write` hold on to what they checked.

        Raises:
            UnsafePath: the path is absolute, leads elsewhere or through a link, or has a name that no file has.
            BadFile: something on the way is no folder.
        """
        *folder, name = names_of(relative, below)
        try:
            with opened_folder(self.root, folder) as handle:
                if is_link(handle, name):
                    raise UnsafePath("files.path-link", file=shown(relative))
        except NotThere:
            pass  # it may still be made
        return self.root.joinpath(*folder, name)

    def names(self, folder: str, suffixes: Sequence[str] = WRITTEN_SUFFIXES) -> tuple[str, ...]:
        """The paths of the files in a folder, not in its folders, that end so, in order; none where there is no folder.

        Hidden files stay out. Raises UnsafePath and BadFile as `read` does.
        """
        try:
            with opened_folder(self.root, names_of(folder)) as handle:
                found = sorted(os.listdir(handle))
        except NotThere:
            return ()
        return tuple(f"{folder}/{name}" for name in found if name.endswith(tuple(suffixes)) and name[0] != ".")

    def read(self, relative: str, below: str) -> FileText:
        """The text of a file below the folder `below`, of at most 1 MB, with its line ends as they are.

        Raises:
            UnsafePath: as `path`.
            NotThere: there is no such file.
            BadFile: it is no file, is too big, or not written in UTF-8.
        """
        if journal.is_unfinished(self.root):
            with locked(self.root):
                journal.finish(self.root)
        return read_text(self.root, relative, below)

    def write(self, changes: Sequence[Change]) -> None:
        """Make all changes or none, also where the machine stops half-way; one writer at a time.

        Raises:
            FileChanged: a file has another text than the change names as before; nothing was written.
            UnsafePath: a path leads elsewhere, or to a file that trainers do not write; nothing was written.
            BadFile: a text is too big or cannot be written in UTF-8; nothing was written.
            WorkbenchError: another writer does not end, or the disk refuses; nothing was written.
        """
        wanted = changing.joined(changes)
        for change in wanted:
            refuse_unwritable(change)
        if not wanted:
            return
        try:
            with locked(self.root):
                journal.finish(self.root)
                self._refuse_changed(wanted)
                journal.apply(self.root, [change for change in wanted if change.before != change.after])
        except OSError as error:
            raise BadFile("files.not-written", file=shown(wanted[0].path)) from error

    def diff(self, change: Change) -> str:
        """What the change does, as a unified diff."""
        return changing.diff(change)

    def _refuse_changed(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if there(self.root, change.path) != change.before:
                raise FileChanged("files.changed", file=shown(change.path))
