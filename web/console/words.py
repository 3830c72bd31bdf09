"""Every word of the console, read from `web/wording/console_*.yml`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from web.language import LANGUAGES, Language
from web.wording import FOLDER
from web.yaml_files import read_yaml

Section = dict[str, str]


class RequestWords(BaseModel):
    """Words about what customers ask of a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: Section
    states: Section
    until: str
    grant: str
    refuse: str
    done: str
    due: str
    late: str
    soon: str
    beyond: str
    not_allowed: str
    sent: str


class ConsoleWords(BaseModel):
    """The wording of one language; texts may have places such as `{name}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    search: str
    search_go: str
    found: str
    nothing_found: str
    more: str
    choose: str
    choose_hint: str
    back_to_it: str
    keys_on: str
    list: str
    queues: Section
    empty: Section
    levels: Section
    trends: Section
    row: Section
    acts: Section
    reasons: Section
    turns: Section
    states: Section
    composer: Section
    presence: Section
    suggestions: Section
    kinds: Section
    part_kinds: Section
    silences: Section
    dismissals: Section
    why: Section
    side: Section
    facts: Section
    values: Section
    requests: RequestWords
    said: Section
    inside: Section
    errors: Section
    policies: Section
    sections: Section
    replies: Section
    variables: Section
    pair_problems: Section

    @classmethod
    def read(cls, language: Language) -> ConsoleWords:
        """Read one language's file, which belongs to this package."""
        path = FOLDER / f"console_{language}.yml"
        return cls.model_validate(read_yaml(path))


def read_console_words() -> dict[Language, ConsoleWords]:
    """Both languages."""
    return {language: ConsoleWords.read(language) for language in LANGUAGES}
