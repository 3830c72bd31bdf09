"""Cuts a text into lines as YAML does, and puts lines in and out without touching the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_BREAKS = "\r\n\x85\u2028\u2029"


def lines_of(text: str) -> list[str]:
    """All lines with their ends; joined they are the text."""
    return [line for line in _LINE.findall(text) if line]


def bare(line: str) -> str:
    """A line without its end."""
    return line.rstrip(_BREAKS)


def shown_numbers(lines: Sequence[str]) -> list[int]:
    """The number, from 1, that editors show for each line and the one after: they do not count all of YAML's ends."""
    return list(accumulate((line[-1] in "\r\n" for line in lines), initial=1))


def spliced(lines: Sequence[str], first: int, end: int, new: Sequence[str]) -> str:
    """The text with the lines from `first` to `end` replaced by `new` (without ends).

    New lines end as the one above does. A text whose last line has no end has none afterwards.
    """
    ending = _ending(lines, first)
    before, after = "".join(lines[:first]), "".join(lines[end:])
    inserted = "".join(line + ending for line in new)
    is_open = bool(lines) and bare(lines[-1]) == lines[-1]
    if not is_open or end < len(lines):
        return before + inserted + after
    if first == len(lines):
        return before + ending + inserted.removesuffix(ending)
    return (inserted and before + inserted.removesuffix(ending)) or before.removesuffix(_end_of(before))


def _ending(lines: Sequence[str], first: int) -> str:
    near = next((line for line in reversed(lines[:first]) if _end_of(line)), "")
    return _end_of(near) or "\n"


def _end_of(text: str) -> str:
    tail = text[-2:]
    return tail if tail == "\r\n" else tail[-1:] if tail[-1:] in tuple(_BREAKS) else ""
