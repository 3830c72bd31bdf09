"""What customers type is text: checked here, and made safe from being read as a command."""

from __future__ import annotations

import unicodedata

# DIVISION SLASH: looks like the ASCII slash and stays itself under every Unicode normal form.
_HARMLESS_SLASH = "\u2215"
_ALLOWED_CONTROLS = "\t\n\r"


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen: spaces and invisible characters only."""
    return all(_is_invisible(character) for character in text)


def has_control_characters(text: str) -> bool:
    """Whether `text` holds a control character (NUL included) other than tab and the ends of lines."""
    return any(_is_control(char) for char in text)


def without_control_characters(text: str) -> str:
    """`text` without what `has_control_characters` notices."""
    return "".join(char for char in text if not _is_control(char))


def has_broken_characters(text: str) -> bool:
    """Whether `text` holds half of a surrogate pair, which no UTF-8 can carry."""
    return any(unicodedata.category(char) == "Cs" for char in text)


def as_plain_text(text: str) -> str:
    """Return `text` so that Rasa cannot read it as an intent.

    Rasa 3.6.21 strips a message (`UserMessage`, `YAMLStoryReader.unpack_regex_message`) and takes it for an
    intent when it then starts with an ASCII slash. An opening slash, also behind spaces or invisible
    characters, also in its full-width form, is therefore exchanged for one that only looks the same.
    """
    start = next((index for index, char in enumerate(text) if not _is_invisible(char)), len(text))
    if start < len(text) and unicodedata.normalize("NFKC", text[start]).startswith("/"):
        return _HARMLESS_SLASH + text[start + 1 :]
    return text


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character not in _ALLOWED_CONTROLS


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Zs", "Zl", "Zp"}
