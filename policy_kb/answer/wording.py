"""The words that join approved parts together; they live in `policy_kb/wording/`."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from babel.dates import format_date, format_time

from policy_kb.bilingual import Language


@lru_cache(maxsize=2)
def _wording(language: Language) -> dict[str, Any]:
    source = resources.files("policy_kb.wording").joinpath(f"{language}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(source)
    return loaded


def entry(language: Language, key: str) -> Any:
    """What stands at the dotted `key`. Raises KeyError where nothing does: a missing wording is a fault of ours."""
    found: Any = _wording(language)
    for name in key.split("."):
        found = found[name]
    return found


def say(language: Language, key: str, **facts: Any) -> str:
    """The text at the dotted `key` with `facts` filled in."""
    return str(entry(language, key)).format(**facts)


def say_date(language: Language, day: date) -> str:
    """A day in words, such as 1° marzo 2026 or 1 March 2026."""
    if language == "en":
        return str(format_date(day, format="d MMMM y", locale="en_GB"))
    words = str(format_date(day, format="d MMMM y", locale="it"))
    return words.replace("1 ", "1° ", 1) if day.day == 1 else words


def say_moment(language: Language, moment: datetime) -> str:
    """A day and hour in words."""
    return f"{say_date(language, moment)}, {format_time(moment, format='HH:mm')}"


def say_hours(language: Language, hours: int) -> str:
    """A span of hours in words; whole days from two days on."""
    unit, count = ("days", hours // 24) if hours >= 48 and hours % 24 == 0 else ("hours", hours)
    form = "one" if count == 1 else "other"
    return say(language, f"escalation.{unit}.{form}", count=count)
