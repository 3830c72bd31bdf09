"""Every word that this package shows to people, read from `web/wording/<language>.yml`."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from web.errors import RefusalCode
from web.language import LANGUAGES, Language

FOLDER = Path(__file__).parent / "wording"


class ProblemWords(BaseModel):
    """What a refusal says: what it is, what was wrong, what to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    detail: str
    mend: str


class QuickWords(BaseModel):
    """A button that sends `words` as if the customer had typed them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    words: str


class Wording(BaseModel):
    """The wording of one language; texts may have places such as `{limit}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    page: dict[str, str]
    kinds: dict[str, str]
    resources: dict[str, str]
    handoff: dict[str, str]
    examples: list[str]
    quick: dict[str, QuickWords]
    days: dict[str, str]
    no_answer: dict[str, str]
    contact: str
    findings: dict[str, str]
    problems: dict[RefusalCode, ProblemWords]

    @classmethod
    def read(cls, language: Language) -> Wording:
        """Read one language's file, which belongs to this package."""
        return cls.model_validate(yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8")))


def read_wording() -> dict[Language, Wording]:
    """Both languages."""
    return {language: Wording.read(language) for language in LANGUAGES}
