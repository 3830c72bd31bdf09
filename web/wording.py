"""Every word that this package shows to people, read from `web/wording/`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from policy_kb.answer.wording import Register, UnknownRegister, laid_over, read_register
from web.errors import RefusalCode, SettingsError
from web.language import LANGUAGES, Language
from web.yaml_files import read_yaml

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
    queue: dict[str, str]
    examples: list[str]
    quick: dict[str, QuickWords]
    days: dict[str, str]
    no_answer: dict[str, str]
    contact: str
    conversation: dict[str, str]
    findings: dict[str, str]
    problems: dict[RefusalCode, ProblemWords]

    @classmethod
    def read(cls, language: Language, register: Register = "tu") -> Wording:
        """Read one language's files, which belong to this package; English knows one register."""
        words = _words(language)
        differing = _words("it_lei") if (language, register) == ("it", "lei") else {}
        return cls.model_validate(laid_over(words, differing))


def read_wording(environ: Mapping[str, str] = os.environ) -> dict[Language, Wording]:
    """Both languages; Italian in the register that `CHIARO_REGISTER` names.

    Raises:
        SettingsError: it names none.
    """
    try:
        register = read_register(environ)
    except UnknownRegister as error:
        raise SettingsError(str(error)) from error
    return {language: Wording.read(language, register) for language in LANGUAGES}


def _words(name: str) -> dict[str, Any]:
    words: dict[str, Any] = read_yaml(FOLDER / f"{name}.yml")
    return words
