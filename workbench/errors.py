"""What can go wrong in the workbench; the words of a key `topic.name` are in `words/<language>/<topic>.yml`."""

from __future__ import annotations


class WorkbenchError(Exception):
    """Something that was asked for cannot be done; `key` names its words, `values` fill their places."""

    def __init__(self, key: str, **values: object) -> None:
        """Remember what is to be said."""
        super().__init__(key, values)
        self.key = key
        self.values = values


class UnsafePath(WorkbenchError):
    """A path that leads out of where files may be read or written, or through a link."""


class BadFile(WorkbenchError):
    """A file that cannot be read as what it should be; `values` have `file`, and `line` where it is known."""


class FileChanged(WorkbenchError):
    """Somebody else changed the file since it was read; nothing was written."""


class NotThere(WorkbenchError):
    """What was named does not exist, or no longer."""
