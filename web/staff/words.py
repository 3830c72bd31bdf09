"""Every word of the pages for staff, read from `web/wording/staff_*.yml`."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict

from web.accounts.errors import AccountError, AccountProblem, LockedOutError
from web.accounts.records import Role, Scope
from web.language import LANGUAGES, Language
from web.wording import FOLDER
from web.yaml_files import read_yaml

_MINUTE = 60


class StaffWords(BaseModel):
    """The wording of one language; texts may have places such as `{name}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    here: str
    shell: dict[str, str]
    areas: dict[str, str]
    roles: dict[Role, str]
    scopes: dict[Scope, str]
    login: dict[str, str]
    password: dict[str, str]
    home: dict[str, str]
    refused: dict[str, str]
    accounts: dict[str, str]
    tokens: dict[str, str]
    audit: dict[str, str]
    acts: dict[str, str]
    problems: dict[AccountProblem, str]

    @classmethod
    def read(cls, language: Language) -> StaffWords:
        """Read one language's file, which belongs to this package."""
        path = FOLDER / f"staff_{language}.yml"
        return cls.model_validate(read_yaml(path))

    def explain(self, error: AccountError) -> str:
        """What is wrong, and what to do."""
        return self.problems[error.problem].format(**error.values)

    def say_locked(self, error: LockedOutError) -> str:
        """When to try again."""
        if error.seconds <= 2 * _MINUTE:
            return self.login["locked_seconds"].format(number=error.seconds)
        return self.login["locked_minutes"].format(number=math.ceil(error.seconds / _MINUTE))


def read_staff_words() -> dict[Language, StaffWords]:
    """Both languages."""
    return {language: StaffWords.read(language) for language in LANGUAGES}
