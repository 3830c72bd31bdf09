"""Every word of the page of numbers, read from `web/wording/telemetry_*.yml`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from web.language import LANGUAGES, Language
from web.wording import FOLDER
from web.yaml_files import read_yaml

Section = dict[str, str]


class PictureWords(BaseModel):
    """Words about one picture; `some` is the description where there is something to see."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    lead: str
    column: str
    some: str


class TelemetryWords(BaseModel):
    """The wording of one language; texts may have places such as `{number}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    lead: str
    lead_own: str
    nothing: str
    filter: Section
    totals: Section
    pictures: dict[str, PictureWords]
    picture: Section
    table: Section
    answering: Section
    helps: Section
    reasons: Section
    corrections: Section
    learnt: Section
    list: Section
    fates: Section
    languages: Section
    spans: Section

    @classmethod
    def read(cls, language: Language) -> TelemetryWords:
        """Read one language's file, which belongs to this package."""
        path = FOLDER / f"telemetry_{language}.yml"
        return cls.model_validate(read_yaml(path))


def read_telemetry_words() -> dict[Language, TelemetryWords]:
    """Both languages."""
    return {language: TelemetryWords.read(language) for language in LANGUAGES}
