"""Walks to a folder of the project without following a link, and holds it open while something is done in it.

What is opened is what was checked: a folder that somebody replaces by a link in between is not entered.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.errors import BadFile, NotThere, UnsafePath
from workbench.project.names import shown, twin_key

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


@contextmanager
def opened_folder(root: Path, names: Sequence[str], make: bool = False) -> Iterator[int]:
    """A handle of the folder `names` lead to from `root`; with `make`, folders that are missing are made.

    Raises:
        UnsafePath: a link is on the way, or (with `make`) a folder whose name differs by capitals only.
        NotThere: there is no such folder.
        BadFile: something on the way is no folder.
    """
    handle = _opened_root(root)
    try:
        for name in names:
            if make:
                _make(handle, name)
            inner = _entered(handle, name, "/".join(names))
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def refuse_twin(handle: int, name: str) -> None:
    """Raise UnsafePath where the folder has a file whose name some systems take for `name`."""
    for there in os.listdir(handle):
        if there != name and twin_key(there) == twin_key(name):
            raise UnsafePath("files.path-same", file=shown(name), there=shown(there))


def is_link(handle: int, name: str) -> bool:
    """Whether `name` in the folder is a link; false where there is nothing."""
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


def _opened_root(root: Path) -> int:
    try:
        return os.open(root, _FOLDER)
    except FileNotFoundError as error:
        raise NotThere("files.not-there", file=shown(str(root))) from error


def _make(handle: int, name: str) -> None:
    refuse_twin(handle, name)
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=handle)


def _entered(handle: int, name: str, path: str) -> int:
    try:
        return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=handle)
    except FileNotFoundError as error:
        raise NotThere("files.not-there", file=shown(path)) from error
    except OSError as error:
        if is_link(handle, name):
            raise UnsafePath("files.path-link", file=shown(path)) from error
        raise BadFile("files.unreadable", file=shown(path)) from error
