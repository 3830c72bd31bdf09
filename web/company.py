"""The company whose assistant this is: the parts of its `company.yml` that the page shows."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from web.errors import SettingsError
from web.language import Language
from web.yaml_files import read_yaml

Pair = dict[Language, str]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Contact(BaseModel):
    """A telephone line or a form; `hours` maps a day (`mon` … `sun`) to a span such as `09:00-13:00`."""

    model_config = ConfigDict(frozen=True)

    kind: str
    title: Pair
    number: str | None = None
    url: Pair | None = None
    hours: dict[str, str] = {}


class Company(BaseModel):
    """Name, site, contacts, and the time zone that its times are shown in."""

    model_config = ConfigDict(frozen=True)

    name: str
    site: Pair
    mission: Pair
    resources: dict[str, Contact]
    time_zone: str = "UTC"

    @classmethod
    def read(cls, path: Path, needed: tuple[str, ...]) -> Company:
        """Read a company's file; it must have the `needed` contacts.

        Raises:
            SettingsError: it is missing, is not YAML, or lacks something.
        """
        try:
            company = cls.model_validate(read_yaml(path))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise SettingsError(f"cannot use the company's file {path}: {error}") from error
        missing = [name for name in needed if name not in company.resources]
        if missing:
            raise SettingsError(f"{path}: resources: add {', '.join(missing)}")
        return company

    def resource(self, name: str, language: Language, days: dict[str, str]) -> dict[str, Any]:
        """A contact as an item of a message's `resources`, with its hours in words where it has any."""
        contact = self.resources[name]
        item = {
            "kind": contact.kind,
            "title": contact.title[language],
            "number": contact.number,
            "url": contact.url[language] if contact.url else None,
            "hours": hours_in_words(contact.hours, days) or None,
        }
        return {key: value for key, value in item.items() if value is not None}


def hours_in_words(hours: dict[str, str], days: dict[str, str]) -> str:
    """Days with the same span joined: `Mon-Fri 09:00-13:00, Sat 09:00-12:00`.

    `days` has the days' short names.
    """
    runs = [(span, list(run)) for span, run in groupby(DAYS, key=hours.get)]
    return ", ".join(f"{_span(run, days)} {span}" for span, run in runs if span)


def _span(run: list[str], days: dict[str, str]) -> str:
    return days[run[0]] if len(run) == 1 else f"{days[run[0]]}-{days[run[-1]]}"
