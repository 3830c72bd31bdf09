"""The words that join approved parts together; they live in `policy_kb/wording/`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, get_args

import yaml
from babel.dates import format_date, format_time

from policy_kb.bilingual import Language
from policy_kb.errors import KnowledgeBaseError

Register = Literal["tu", "lei"]
REGISTERS: tuple[Register, ...] = get_args(Register)
REGISTER_VARIABLE = "CHIARO_REGISTER"


class UnknownRegister(KnowledgeBaseError):
    """`CHIARO_REGISTER` names no way in which Chiaro addresses customers."""


def read_register(environ: Mapping[str, str]) -> Register:
    """How customers are addressed in Italian, from `CHIARO_REGISTER`: `tu` (also where it is not set) or `lei`.

    Raises UnknownRegister for anything else.
    """
    written = environ.get(REGISTER_VARIABLE, "").strip() or "tu"
    for register in REGISTERS:
        if written == register:
            return register
    raise UnknownRegister(f"{REGISTER_VARIABLE} is {written!r:.60}. Set {' or '.join(REGISTERS)}.")


def laid_over(wording: dict[str, Any], differing: dict[str, Any]) -> dict[str, Any]:
    """`wording` with the texts and lists of `differing` in place of its own, at every depth."""
    merged = dict(wording)
    for key, value in differing.items():
        merged[key] = laid_over(wording[key], value) if isinstance(value, dict) else value
    return merged


def read_wording(language: Language, register: Register) -> dict[str, Any]:
    """Everything that is said in `language`; English knows one register."""
    wording = _read(language)
    return laid_over(wording, _read("it_lei")) if (language, register) == ("it", "lei") else wording


def _read(name: str) -> dict[str, Any]:
    source = resources.files("policy_kb.wording").joinpath(f"{name}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(source)
    return loaded


@lru_cache(maxsize=1)
def _register() -> Register:
    return read_register(os.environ)


@lru_cache(maxsize=2)
def _wording(language: Language) -> dict[str, Any]:
    return read_wording(language, _register())


def entry(language: Language, key: str) -> Any:
    """What stands at the dotted `key`, in the register of `CHIARO_REGISTER`.

    Raises KeyError where nothing does: a missing wording is a fault of ours. Raises UnknownRegister.
    """
    found: Any = _wording(language)
    for name in key.split("."):
        found = found[name]
    return found


def say(language: Language, key: str, **facts: Any) -> str:
    """The text at the dotted `key` with `facts` filled in. Raises what `entry` raises."""
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
