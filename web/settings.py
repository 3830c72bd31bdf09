"""What can be set from outside, read once at start."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError

from web.chatwoot.settings import ChatwootSettings
from web.errors import SettingsError
from web.secret import MINIMUM_LENGTH, read_or_make_secret

ROOT = Path(__file__).resolve().parents[1]

Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=120)]
Count = Annotated[int, Field(ge=1)]


class Settings(BaseModel):
    """Settings of the web process. Times are seconds, sizes bytes, `max_text` Unicode characters.

    `deadline_seconds` is for one try with Rasa, `waiting_seconds` how long a message may wait while Rasa is away,
    `database_seconds` how long the database may take; `metrics_for` says who may read /metrics.
    `project` is the folder of the files that trainers work on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    secret: Annotated[str, Field(min_length=MINIMUM_LENGTH, repr=False)]
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Port = 8000
    rasa_url: HttpUrl = HttpUrl("http://127.0.0.1:5005")
    actions_url: HttpUrl = HttpUrl("http://127.0.0.1:5055")
    database_url: str = "sqlite:///var/chiaro.db"
    tracker_url: str = "sqlite:///var/tracker.db"
    project: Path = ROOT
    company_file: Path = ROOT / "policy_kb" / "content" / "aurora_casa" / "company.yml"
    deadline_seconds: Seconds = 10.0
    readiness_seconds: Seconds = 3.0
    max_text: Count = 2000
    max_body: Count = 64 * 1024
    max_waiting: Count = 5
    conversation_seconds: Count = 24 * 60 * 60
    retry_seconds: Annotated[float, Field(ge=0, le=60)] = 0.5
    waiting_seconds: Annotated[float, Field(gt=0, le=3600)] = 120.0
    database_seconds: Seconds = 5.0
    lease_seconds: Annotated[float, Field(ge=1, le=600)] = 15.0
    turns_at_once: Count = 16
    metrics_for: Literal["loopback", "all"] = "loopback"
    chatwoot: ChatwootSettings | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the `CHIARO_…` variables; makes the secret's file where there is none.

        Raises:
            SettingsError: a value is wrong or the secret cannot be read or written.
        """
        given: dict[str, Any] = {field: environment[name] for name, field in VARIABLES.items() if environment.get(name)}
        given = _addresses(environment) | given | {"chatwoot": ChatwootSettings.from_environment(environment)}
        if "secret" not in given:
            given["secret"] = read_or_make_secret(ROOT / "var" / "secret")
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError(_explain(error)) from error


VARIABLES = {
    "CHIARO_SECRET": "secret",
    "CHIARO_HOST": "host",
    "CHIARO_WEB_PORT": "port",
    "CHIARO_RASA_URL": "rasa_url",
    "CHIARO_ACTIONS_URL": "actions_url",
    "CHIARO_DATABASE_URL": "database_url",
    "CHIARO_TRACKER_URL": "tracker_url",
    "CHIARO_PROJECT": "project",
    "CHIARO_COMPANY_FILE": "company_file",
    "CHIARO_DEADLINE_SECONDS": "deadline_seconds",
    "CHIARO_MAX_TEXT": "max_text",
    "CHIARO_MAX_BODY": "max_body",
    "CHIARO_CONVERSATION_SECONDS": "conversation_seconds",
    "CHIARO_RETRY_SECONDS": "retry_seconds",
    "CHIARO_WAITING_SECONDS": "waiting_seconds",
    "CHIARO_DATABASE_SECONDS": "database_seconds",
    "CHIARO_LEASE_SECONDS": "lease_seconds",
    "CHIARO_TURNS_AT_ONCE": "turns_at_once",
    "CHIARO_METRICS_FOR": "metrics_for",
}


def _addresses(environment: Mapping[str, str]) -> dict[str, str]:
    ports = {"rasa_url": "CHIARO_RASA_PORT", "actions_url": "CHIARO_ACTIONS_PORT"}
    given = {field: environment[name] for field, name in ports.items() if environment.get(name)}
    return {field: f"http://127.0.0.1:{port}" for field, port in given.items()}


def _explain(error: ValidationError) -> str:
    names = {field: name for name, field in VARIABLES.items()}
    wrong = [f"{names.get(str(item['loc'][0]), item['loc'][0])}: {item['msg']}" for item in error.errors()]
    return "wrong settings: " + "; ".join(wrong)
