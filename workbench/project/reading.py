"""Reads a file of the project exactly as it is: its line ends, and whether it ends with one, are kept."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import BadFile, NotThere, UnsafePath
from workbench.project.folders import is_link, opened_folder
from workbench.project.names import names_of, shown

MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class FileText:
    """A file's path from the project's folder, its text, and the SHA-256 (hex) of its bytes."""

    path: str
    text: str
    digest: str


def read_text(root: Path, path: str, below: str = "") -> FileText:
    """The text of a file of at most 1 MB.

    Raises:
        UnsafePath: the path leads elsewhere, or through a link.
        NotThere: there is no such file.
        BadFile: it is no file, is too big, or not written in UTF-8.
    """
    *folder, name = names_of(path, below)
    with opened_folder(root, folder) as handle, _opened_file(handle, name, path) as file:
        raw = _at_most(file, MOST_BYTES + 1)
    refuse_big(len(raw), path)
    try:
        return FileText(path, raw.decode("utf-8"), hashlib.sha256(raw).hexdigest())
    except UnicodeDecodeError as error:
        raise BadFile("files.not-utf8", file=shown(path), line=raw.count(b"\n", 0, error.start) + 1) from error


def refuse_big(size: int, path: str) -> None:
    """Raise BadFile where a file of `size` bytes is too big."""
    if size > MOST_BYTES:
        raise BadFile("files.too-big", file=shown(path))


@contextmanager
def _opened_file(handle: int, name: str, path: str) -> Iterator[int]:
    # O_NONBLOCK: a pipe with nobody at its other end would keep us waiting for ever.
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=handle)
    except FileNotFoundError as error:
        raise NotThere("files.not-there", file=shown(path)) from error
    except OSError as error:
        if is_link(handle, name):
            raise UnsafePath("files.path-link", file=shown(path)) from error
        raise BadFile("files.unreadable", file=shown(path)) from error
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise BadFile("files.no-file", file=shown(path))
        yield file
    finally:
        os.close(file)


def _at_most(file: int, count: int) -> bytes:
    read = bytearray()
    while len(read) < count and (piece := os.read(file, count - len(read))):
        read += piece
    return bytes(read)
