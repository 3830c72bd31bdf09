"""What may be written as a training line, and which two lines are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from learning.text import flatten, tidy, without_accents
from workbench.errors import BadFile
from workbench.nlu.annotations import marked_parts, plain_text
from workbench.project.names import shown

MOST_CHARACTERS = 500
# With its marks, which are no part of what a customer says.
MOST_WRITTEN = 2000
# Signs inside emoji and some scripts that nobody sees, but that change what is seen.
_JOINING = {"\u200c", "\u200d"}
_ODD_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Rasa decodes these in a file that has nothing but ASCII, and fails where no number follows.
_ESCAPE = re.compile(r"\\[uU]")


def training_line(written: str, entities: Collection[str] | None) -> str:
    """One line with single spaces, to be written as it is; `entities` are those that may be marked, None for any.

    Raises:
        BadFile: it is empty, too long, or would be read as something else.
    """
    if len(written) > 2 * MOST_WRITTEN:  # far longer texts are not looked at sign by sign
        raise BadFile("files.line-long", length=len(written), most=MOST_CHARACTERS)
    line = one_line(written)
    _refuse_signs(line)
    for part, marked in marked_parts(line):
        for entity in marked:
            if entities is not None and entity.entity not in entities:
                raise BadFile("files.line-entity", part=shown(part), entity=shown(entity.entity))
    _refuse_length(line)
    return line


def unmarked_line(text: str) -> str:
    """What a customer wrote, as a training line without marks; BadFile where Rasa would see a mark in it."""
    line = training_line(text, entities=None)
    for part, _ in marked_parts(line):
        raise BadFile("files.line-brackets", part=shown(part))
    return line


def one_line(text: str) -> str:
    """A text with single spaces and composed letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """What two lines share that teach the same: neither capitals, accents nor spaces count, numbers do."""
    return without_accents(tidy(text).casefold())


@lru_cache(maxsize=20_000)
def form(text: str) -> str:
    """What two lines share that the project's check of training lines takes for one: as `folded`, without numbers."""
    return flatten(text)


def _refuse_signs(line: str) -> None:
    for sign in line:
        if unicodedata.category(sign) in _ODD_CATEGORIES and sign not in _JOINING:
            raise BadFile("files.line-signs", sign=f"U+{ord(sign):04X}")
    if _ESCAPE.search(line):
        raise BadFile("files.line-escape")


def _refuse_length(line: str) -> None:
    plain = plain_text(line)
    if not plain.strip():
        raise BadFile("files.line-empty")
    for text, most in ((plain, MOST_CHARACTERS), (line, MOST_WRITTEN)):
        if len(text) > most:
            raise BadFile("files.line-long", length=len(text), most=most)
