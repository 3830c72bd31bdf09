"""Where somebody goes on after signing in: a page of this site, whatever the address says."""

from __future__ import annotations

from urllib.parse import urlsplit

from web.staff.shell import HOME

_LONGEST = 1000


def local_path(asked: str | None) -> str:
    """`asked` where it is a path of this site, else the first page for staff."""
    return asked if asked and _is_local(asked) else HOME


def _is_local(asked: str) -> bool:
    # Browsers drop tabs and ends of lines from addresses, and read a backslash as a slash.
    if len(asked) > _LONGEST or not asked.isascii() or not asked.isprintable() or "\\" in asked or " " in asked:
        return False
    if not asked.startswith("/") or asked.startswith("//"):
        return False
    parts = urlsplit(asked)
    return not parts.scheme and not parts.netloc
