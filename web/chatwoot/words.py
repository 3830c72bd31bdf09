"""The words for Chatwoot, read from `web/wording/chatwoot_*.yml`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from web.language import LANGUAGES, Language
from web.wording import FOLDER
from web.yaml_files import read_yaml


class NoteWords(BaseModel):
    """The note for whoever takes a conversation over."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    asked: str
    open: str
    quoted: str
    moods: str
    promised: str
    unread: str


class ChatwootWords(BaseModel):
    """The wording of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: str
    note: NoteWords
    levels: dict[str, str]


def read_chatwoot_words() -> dict[Language, ChatwootWords]:
    """Both languages."""
    return {
        language: ChatwootWords.model_validate(read_yaml(FOLDER / f"chatwoot_{language}.yml")) for language in LANGUAGES
    }
