"""Brings typed text into one form before it is read."""

import re
import unicodedata
from functools import lru_cache

_SAME_CHARACTER = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "..."})
_LONE_HALF = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_SHOUTED_SHARE = 0.6
_SHORTEST_SHOUT = 4


def whole(text: str) -> str:
    """Return `text` with a `?` for each lone half of a character, which nothing can encode; its length stays."""
    return _LONE_HALF.sub("?", text)


@lru_cache(maxsize=256)
def tidy(text: str) -> str:
    """Return `text` in Unicode's NFKC form with plain quotes and single spaces, shouting lowered.

    Text written mostly in capitals is lowered because the sentence encoder reads capitals as other words;
    capitals alone say nothing about what is meant. Lone surrogates become `?`.
    """
    plain = unicodedata.normalize("NFKC", whole(text).translate(_SAME_CHARACTER))
    one_line = _SPACES.sub(" ", plain).strip()
    return one_line.lower() if is_shouted(one_line) else one_line


def is_shouted(text: str) -> bool:
    """Return whether most letters of a text of at least four letters are capitals."""
    letters = [character for character in text if character.isalpha()]
    if len(letters) < _SHORTEST_SHOUT:
        return False
    return sum(letter.isupper() for letter in letters) / len(letters) > _SHOUTED_SHARE


@lru_cache(maxsize=256)
def flatten(text: str) -> str:
    """Return tidy text in lower case, without accents, with addresses and numbers as place holders.

    Makes `perché`, `perche'` and `PERCHE` alike and shortens drawn-out letters to two (`nooooo`, `!!!!`).
    """
    lowered = tidy(text).lower()
    masked = _NUMBER.sub("0", _EMAIL.sub("mailaddress", _URL.sub("webaddress", lowered)))
    return _LONG_RUN.sub(r"\1\1", without_accents(masked))


def without_accents(text: str) -> str:
    """Return `text` with every accent removed: `è` becomes `e`."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
