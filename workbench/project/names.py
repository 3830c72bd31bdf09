"""Which paths from outside are looked at at all: plain names, below a folder, none that a system reads otherwise."""

from __future__ import annotations

import unicodedata

from workbench.errors import UnsafePath

MOST_CHARACTERS = 120
# The name of the part that is written first is longer by a few bytes, and systems end names at 255.
MOST_BYTES = 240
MOST_OF_A_PATH = 500
# Windows reads these as devices, whatever follows the first dot.
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
_SIGNS_WITH_A_MEANING = set('\\:*?"<>|%~$`')
# Controls, invisible signs that turn the direction of writing, halves of characters, and what has no meaning yet.
_ODD_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def names_of(relative: str, below: str = "") -> tuple[str, ...]:
    """The names on the way from the project's folder to a file, which lies below the folder `below` ("" for any).

    Raises:
        UnsafePath: it leads elsewhere, or has a name that no file of a project has.
    """
    names = _plain_names(relative)
    folder = _plain_names(below) if below else ()
    if names[: len(folder)] != folder:
        raise UnsafePath("files.path-outside", file=shown(relative), below=shown(below))
    return names


def shown(path: str) -> str:
    """A path as it can be printed: no sign that hides, turns or breaks a line."""
    short = path if len(path) <= MOST_CHARACTERS else path[:MOST_CHARACTERS] + "…"
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in short)


def twin_key(name: str) -> str:
    """What two names share that some systems take for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _plain_names(path: str) -> tuple[str, ...]:
    if path.startswith("/") or path[1:2] == ":" or ".." in path.replace("\\", "/").split("/"):
        raise UnsafePath("files.path-absolute", file=shown(path))
    names = tuple(path.split("/"))
    if len(path) > MOST_OF_A_PATH or not all(_is_plain(name) for name in names):
        raise UnsafePath("files.path-name", file=shown(path), most=MOST_CHARACTERS)
    for name in names:
        if name.split(".")[0].strip().casefold() in _RESERVED:
            raise UnsafePath("files.path-reserved", file=shown(path), name=shown(name))
    return names


def _is_plain(name: str) -> bool:
    return (
        0 < len(name) <= MOST_CHARACTERS
        and name[0] not in "-."
        and name[-1] != "."
        and name == name.strip()
        and not any(_is_odd(sign) for sign in name)
        and len(name.encode()) <= MOST_BYTES
        and unicodedata.is_normalized("NFC", name)
    )


def _is_odd(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign in _SIGNS_WITH_A_MEANING or category in _ODD_CATEGORIES or (category == "Zs" and sign != " ")
