"""Settings from the environment, and the secret."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from web.app import create_app
from web.company import hours_in_words
from web.errors import SettingsError
from web.secret import read_or_make_secret
from web.settings import Settings

SECRET = {"CHIARO_SECRET": "s" * 40}


def test_without_settings_it_is_reached_from_this_machine_only() -> None:
    settings = Settings.from_environment(SECRET)
    assert (settings.host, settings.port, str(settings.rasa_url)) == (
        "127.0.0.1",
        8000,
        "http://127.0.0.1:5005/",
    )


def test_the_ports_of_the_other_processes_are_taken_over() -> None:
    settings = Settings.from_environment(SECRET | {"CHIARO_RASA_PORT": "6005", "CHIARO_ACTIONS_PORT": "6055"})
    assert (settings.rasa_url.port, settings.actions_url.port) == (6005, 6055)


def test_an_address_given_in_full_wins_over_the_port() -> None:
    given = {"CHIARO_RASA_URL": "http://rasa:1", "CHIARO_RASA_PORT": "2"}
    assert str(Settings.from_environment(SECRET | given).rasa_url) == "http://rasa:1/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"CHIARO_WEB_PORT": "many"},
        {"CHIARO_WEB_PORT": "70000"},
        {"CHIARO_RASA_URL": "rasa"},
        {"CHIARO_DEADLINE_SECONDS": "0"},
        {"CHIARO_SECRET": "short"},
    ],
)
def test_a_wrong_setting_is_named_without_showing_the_secret(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))) as refused:
        Settings.from_environment(SECRET | wrong)
    assert "short" not in str(refused.value).replace("shorter", "")


def test_the_first_start_makes_a_secret_for_its_owner_only_and_the_next_uses_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    made = read_or_make_secret(path)
    assert len(made) >= 32
    assert read_or_make_secret(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_that_is_too_short_is_refused_with_a_mend(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("abc")
    with pytest.raises(SettingsError, match="delete the file"):
        read_or_make_secret(tmp_path / "secret")


def test_two_secrets_are_never_the_same(tmp_path: Path) -> None:
    assert read_or_make_secret(tmp_path / "one") != read_or_make_secret(tmp_path / "two")


@pytest.mark.parametrize("text", ["", "[", "name: X", "\tname"])
def test_a_company_file_that_cannot_be_used_ends_the_start_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "company.yml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"company\.yml"):
        create_app(Settings(secret="s" * 40, company_file=path))


def test_days_with_the_same_hours_are_said_together() -> None:
    days = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "sat": "Sat", "sun": "Sun"}
    assert hours_in_words({"mon": "9-13", "tue": "9-13", "wed": "8-20", "sun": "8-20"}, days) == (
        "Mon-Tue 9-13, Wed 8-20, Sun 8-20"
    )
