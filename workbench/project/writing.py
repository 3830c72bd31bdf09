"""Puts a file in its place at once: written beside it, made safe on the disk, then renamed."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from workbench.errors import NotThere
from workbench.project.folders import opened_folder, refuse_twin
from workbench.project.names import names_of
from workbench.project.reading import read_text

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def there(root: Path, path: str) -> str | None:
    """The text of a file, or None where there is none."""
    try:
        return read_text(root, path).text
    except NotThere:
        return None


def stage(root: Path, path: str, text: str) -> None:
    """Write `text` beside the file, with the file's rights, so that only the renaming is left."""
    *folder, name = names_of(path)
    with opened_folder(root, folder, make=True) as handle:
        refuse_twin(handle, name)
        _remove(handle, _part(name))
        part = os.open(_part(name), _NEW, 0o666, dir_fd=handle)
        try:
            with suppress(FileNotFoundError):
                os.fchmod(part, stat.S_IMODE(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode))
            _write(part, text.encode("utf-8"))
            os.fsync(part)
        finally:
            os.close(part)


def take_over(root: Path, path: str) -> None:
    """Rename what was staged to the file's name."""
    *folder, name = names_of(path)
    with opened_folder(root, folder) as handle:
        os.rename(_part(name), name, src_dir_fd=handle, dst_dir_fd=handle)
        os.fsync(handle)


def remove(root: Path, path: str) -> None:
    """Remove a file."""
    *folder, name = names_of(path)
    with opened_folder(root, folder) as handle:
        os.unlink(name, dir_fd=handle)
        os.fsync(handle)


def unstage(root: Path, path: str) -> None:
    """Remove what was staged and not taken over."""
    *folder, name = names_of(path)
    with suppress(NotThere), opened_folder(root, folder) as handle:
        _remove(handle, _part(name))


def put(root: Path, path: str, text: str | None) -> None:
    """Let a file have this text, or not be there."""
    if text is None:
        remove(root, path)
    else:
        stage(root, path, text)
        take_over(root, path)


def _part(name: str) -> str:
    # Rasa reads no file that ends like this.
    return f".{name}.part"


def _remove(handle: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=handle)


def _write(file: int, raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[os.write(file, rest) :]
