"""The words that join approved parts together: complete in both languages, none of them idle."""

from __future__ import annotations

import re
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

import actions
import policy_kb
from policy_kb.answer.wording import entry, say, say_date, say_hours, say_moment
from policy_kb.bilingual import LANGUAGES, Language
from tests.factories.leaves import leaves, places

LEVELS = ("tense", "frustrated", "angry")
_OWN = Path(policy_kb.__file__).parent
PACKAGES = (_OWN / "answer", _OWN / "suggestions", Path(actions.__file__).parent)
SOURCES = sorted(source for package in PACKAGES for source in package.glob("*.py"))
# A key that is said: the argument of say(), or anything dotted (a key may be chosen before it is said) …
_SAID = re.compile(r"""say\(\s*\w+(?:\.\w+)*,\s*f?["']([\w.{}]+)["']|f?"([a-z_]+(?:\.(?:[a-z_]+|\{\w+\}))+)\"""")
# … and one that is read with all that stands below it.
_READ = re.compile(r'entry\(\s*\w+(?:\.\w+)*,\s*f?"([\w.{}]+)"')


def _wording(language: Language) -> dict[str, Any]:
    text = resources.files("policy_kb.wording").joinpath(f"{language}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_both_languages_have_the_same_keys() -> None:
    italian, english = (dict(leaves(_wording(language))) for language in LANGUAGES)
    assert set(italian) == set(english)


def test_every_wording_is_a_text_with_letters() -> None:
    for language in LANGUAGES:
        for key, text in leaves(_wording(language)):
            assert isinstance(text, str), (language, key)
            assert places(text) or re.search(r"\w", text), (language, key)


def test_a_wording_is_filled_with_the_same_facts_in_both_languages() -> None:
    italian, english = (dict(leaves(_wording(language))) for language in LANGUAGES)
    assert {key: places(text) for key, text in italian.items()} == {key: places(text) for key, text in english.items()}


def test_no_wording_is_idle() -> None:
    """Every key is said somewhere in the code, or stands below one that is read as a whole."""
    code = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
    said = [_pattern(one or other) for one, other in _SAID.findall(code)]
    read = [_pattern(key) + r"(\.[a-z_]+)*" for key in _READ.findall(code)]
    assert len(said) > 20
    assert len(read) > 3
    keys = {re.sub(r"\[\d+\]$", "", key) for key, _ in leaves(_wording("it"))}
    assert {key for key in keys if not any(re.fullmatch(pattern, key) for pattern in said + read)} == set()


def _pattern(key: str) -> str:
    """The keys that `key` names: {something} is any one word."""
    return r"\.".join(r"[a-z_]+" if part.startswith("{") else re.escape(part) for part in key.split("."))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mood_has_several_phrases_in_each_language(language: Language, level: str) -> None:
    phrases = entry(language, f"acknowledgement.{level}")
    assert len(phrases) == len(set(phrases)) >= 3
    assert all(phrase.strip() for phrase in phrases)


def test_no_phrase_serves_two_moods() -> None:
    for language in LANGUAGES:
        phrases = [phrase for level in LEVELS for phrase in entry(language, f"acknowledgement.{level}")]
        assert len(phrases) == len(set(phrases))


def test_a_missing_wording_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        say("it", "no.such.wording")


def test_days_are_said_as_people_say_them() -> None:
    assert say_date("it", date(2026, 3, 1)) == "1° marzo 2026"
    assert say_date("it", date(2026, 3, 11)) == "11 marzo 2026"
    assert say_date("it", date(2026, 3, 31)) == "31 marzo 2026"
    assert say_date("en", date(2026, 3, 1)) == "1 March 2026"


def test_moments_are_said_with_their_hour() -> None:
    assert say_moment("it", datetime(2026, 12, 1, 9, 5)) == "1° dicembre 2026, 09:05"
    assert say_moment("en", datetime(2026, 12, 10, 15, 0)) == "10 December 2026, 15:00"


@pytest.mark.parametrize(
    ("hours", "italian", "english"),
    [
        (1, "1 ora", "1 hour"), (4, "4 ore", "4 hours"), (24, "24 ore", "24 hours"), (47, "47 ore", "47 hours"),
        (48, "2 giorni", "2 days"), (50, "50 ore", "50 hours"), (240, "10 giorni", "10 days"),
    ],
)  # fmt: skip
def test_spans_are_said_in_hours_and_from_two_days_on_in_days(hours: int, italian: str, english: str) -> None:
    assert (say_hours("it", hours), say_hours("en", hours)) == (italian, english)
