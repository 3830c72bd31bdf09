"""A test's name and file: a sentence about behaviour."""

from __future__ import annotations

import re
import unicodedata

from workbench.errors import WorkbenchError

LONGEST = 110
FEWEST_WORDS = 3
_FOLDER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_FOLDER = 60
# Letters that do not come apart into one without its mark.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "’": "", "'": ""})


def checked_name(name: str) -> str:
    """The sentence, on one line; WorkbenchError where it is none."""
    if any(not sign.isprintable() for sign in name):
        raise WorkbenchError("stories.name-signs")
    sentence = " ".join(name.split()).rstrip(".")
    words = [word for word in sentence.split(" ") if any(sign.isalpha() for sign in word)]
    if len(words) < FEWEST_WORDS:
        raise WorkbenchError("stories.name-short", fewest=FEWEST_WORDS)
    if len(sentence) > LONGEST:
        raise WorkbenchError("stories.name-long", longest=LONGEST)
    return sentence[0].upper() + sentence[1:]


def checked_folder(folder: str) -> str:
    """The name of a folder of tests; WorkbenchError where it is none."""
    if len(folder) > _LONGEST_FOLDER or not _FOLDER.fullmatch(folder):
        raise WorkbenchError("stories.folder-name", folder=folder[:_LONGEST_FOLDER])
    return folder


def file_name(name: str) -> str:
    """The file of the test with this name; WorkbenchError where it has no letters that a file's name may have."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    if not words:
        raise WorkbenchError("stories.name-letters")
    return f"test_{'_'.join(words)}.yml"
