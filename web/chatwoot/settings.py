"""Where Chatwoot is, and how the two know each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError

from web.errors import SettingsError

VARIABLES = {
    "CHIARO_CHATWOOT_URL": "url",
    "CHIARO_CHATWOOT_TOKEN": "token",
    "CHIARO_CHATWOOT_SECRET": "secret",
}


class ChatwootSettings(BaseModel):
    """`token` is the agent bot's access token; `secret` what Chatwoot signs webhooks with, or has in their address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: HttpUrl
    token: Annotated[str, Field(min_length=8, max_length=200, pattern=r"\A[!-~]+\z", repr=False)]
    secret: Annotated[str, Field(min_length=16, max_length=200, pattern=r"\A[!-~]+\z", repr=False)]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ChatwootSettings | None:
        """Read the variables; None where none is set.

        Raises:
            SettingsError: a value is wrong, or one of the three is missing.
        """
        given = {field: environment[name] for name, field in VARIABLES.items() if environment.get(name)}
        if not given:
            return None
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError(_explain(error)) from error


def _explain(error: ValidationError) -> str:
    names = {field: name for name, field in VARIABLES.items()}
    wrong = [f"{names.get(str(item['loc'][0]), item['loc'][0])}: {item['msg']}" for item in error.errors()]
    return "wrong settings of Chatwoot: " + "; ".join(wrong)
