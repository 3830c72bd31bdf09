"""Reads the training lines packed beside a model; nothing of the archive is ever unpacked onto the disk."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from workbench.errors import BadFile
from workbench.nlu.files import FOLDER
from workbench.nlu.parsing import NluFile, parse_file
from workbench.project.names import shown
from workbench.project.reading import refuse_big
from workbench.project.writable import WRITTEN_SUFFIXES
from workbench.wording import LANGUAGES

# Unpacked; the sample company's data are a thirtieth of it. Few packed bytes can stand for very many.
MOST_MEGABYTES = 20
_FOLDERS = {"data", FOLDER, *(f"{FOLDER}/{language}" for language in LANGUAGES)}
# OverflowError is what a size makes that no file has.
_BROKEN = (OSError, EOFError, ValueError, OverflowError, zlib.error, tarfile.TarError)


def packed_lines(file: Path) -> tuple[NluFile, ...]:
    """The files of training lines in an archive as `ops.trained_data.pack_data` makes it.

    Raises:
        BadFile: it is no such archive, unpacks to too much, has a link or a name that leads elsewhere, or one of its
            files of lines is none (see `parse_file`).
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(_unpacked(file)), mode="r:") as archive:
            return tuple(parse_file(path, language, text) for path, language, text in _texts(archive, file.name))
    except _BROKEN as error:
        raise BadFile("findings.archive_broken", file=shown(file.name)) from error


def _unpacked(file: Path) -> bytes:
    most = MOST_MEGABYTES * 1_000_000
    with gzip.open(file) as stream:
        found = stream.read(most + 1)
    if len(found) > most:
        raise BadFile("findings.archive_big", file=shown(file.name), most=MOST_MEGABYTES)
    return found


def _texts(archive: tarfile.TarFile, name: str) -> Iterator[tuple[str, str, str]]:
    """Path, language and text of each file of lines."""
    for member in archive:
        path = PurePosixPath(member.name)
        if _is_odd(member, path):
            raise BadFile("findings.archive_member", file=shown(name), member=shown(member.name))
        if _is_lines(path):
            yield str(path), path.parts[2], _text(archive, member)


def _is_odd(member: tarfile.TarInfo, path: PurePosixPath) -> bool:
    """Whether its name leads elsewhere, or it is something else than a file or a folder where we look for one."""
    if path.is_absolute() or ".." in path.parts or member.size < 0:  # a size below 0 would lead back to it for ever
        return True
    return not member.isreg() if _is_lines(path) else str(path) in _FOLDERS and not member.isdir()


def _is_lines(path: PurePosixPath) -> bool:
    """Whether the workbench would read it as training lines, too."""
    is_named_so = path.name.endswith(WRITTEN_SUFFIXES) and path.name[0] != "."
    return is_named_so and str(path.parent) in _FOLDERS and path.parent.name in LANGUAGES


def _text(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    refuse_big(member.size, member.name)  # a file with holes is bigger than what is packed of it
    stream = archive.extractfile(member)
    try:
        return "" if stream is None else stream.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadFile("files.not-utf8", file=shown(member.name), line=_line(error)) from error


def _line(error: UnicodeDecodeError) -> int:
    return error.object.count(b"\n", 0, error.start) + 1
