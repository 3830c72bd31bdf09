"""The command line over accounts, and the words in both languages."""

from __future__ import annotations

import re
import string
import threading
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.unit.web.accounts.desk import PASSWORD, Desk, acts, add_account, connected
from web.accounts.passwords import Passwords
from web.accounts.tables import staff_account
from web.staff.commands import accounts
from web.staff.words import read_staff_words


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CHIARO_DATABASE_URL", url)
    return lambda *arguments: CliRunner().invoke(accounts, arguments)


def printed_password(result: Result) -> str:
    found = re.search(r"\b(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\b", result.output)
    assert found, result.output
    return found[0]


def test_the_first_administrator_is_made_once_and_signs_in(run: Any, desk: Desk) -> None:
    made = run("first", "--address", "http://127.0.0.1:8001/")
    assert "http://127.0.0.1:8001/staff/login" in made.output
    again = run("first")
    assert (again.exit_code, again.output) == (0, "")
    assert desk.sign_in("admin", printed_password(made)).status_code == 303
    assert desk.get("/staff").headers["location"] == "/staff/password"


def test_no_first_administrator_is_made_where_there_is_any_account(run: Any, url: str) -> None:
    add_account(url, disabled=True)
    assert run("first").output == ""


def test_processes_that_start_together_make_one_first_administrator(run: Any, url: str) -> None:
    threads = [threading.Thread(target=run, args=("first",)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connected(url) as connection:
        assert list(connection.execute(select(staff_account.c.login)).scalars()) == ["admin"]


def test_passwords_are_kept_as_argon2_with_its_defaults(run: Any, url: str) -> None:
    run("first")
    with connected(url) as connection:
        kept = connection.execute(select(staff_account.c.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not Passwords().is_outdated(kept)


def test_a_hash_of_other_parameters_is_made_anew_at_the_sign_in(run: Any, desk: Desk, url: str) -> None:
    made = run("add", "anna", "--role", "trainer")
    assert desk.sign_in("anna", printed_password(made)).status_code == 303
    with connected(url) as connection:
        kept = connection.execute(select(staff_account.c.password_hash)).scalar_one()
    assert "m=8,t=1,p=1" in kept
    assert desk.get("/staff/password").status_code == 200


def test_accounts_are_changed_from_the_command_line(run: Any, url: str) -> None:
    add_account(url, "boss")
    run("add", "Anna", "--name", "Anna B.", "--language", "en", "--role", "trainer")
    run("roles", "ANNA", "--role", "trainer", "--role", "representative")
    run("disable", "anna")
    assert "anna  Anna B.  representative, trainer  disabled" in run("list").output
    run("enable", "anna")
    run("reset-password", "anna")
    whats = [what for who, what, about in acts(url) if (who, about) == ("(command line)", "anna")]
    assert whats == ["account_added", "roles_changed", "account_disabled", "account_enabled", "password_reset"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("disable", "nobody"), "There is no such account."),
        (("disable", "no\x00body"), "There is no such account."),
        (("disable", "boss"), "last administrator"),
        (("roles", "boss", "--role", "trainer"), "last administrator"),
        (("add", "boss", "--role", "trainer"), "exists already"),
        (("add", "a b", "--role", "trainer"), "A login has"),
        (("add", "anna"), "--role"),
        (("add", "anna", "--role", "king"), "king"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(run: Any, url: str, arguments: tuple[str, ...], said: str) -> None:
    add_account(url, "boss")
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert said in result.output
    assert acts(url) == []


def test_a_database_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_DATABASE_URL", "mysql://nowhere")
    result = CliRunner().invoke(accounts, ["list"])
    assert (result.exit_code, "CHIARO_DATABASE_URL" in result.output) == (1, True)


def test_both_languages_say_the_same_things_with_the_same_places() -> None:
    italian, english = (words.model_dump(mode="json") for words in read_staff_words().values())
    assert places(italian) == places(english)


def places(words: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in words.items():
        if isinstance(value, dict):
            found[key] = places(value)
        else:
            found[key] = {name for _, name, _, _ in string.Formatter().parse(value) if name}
    return found


def test_a_password_is_the_same_however_its_accents_are_typed(desk: Desk, url: str) -> None:
    desk.sit_down(url, add_account(url))
    composed, apart = "perch\u00e9 s\u00ec, citt\u00e0", "perche\u0301 si\u0300, citta\u0300"
    assert desk.post("/staff/password", old=PASSWORD, new=composed, again=composed).status_code == 303
    desk.client.cookies.clear()
    assert desk.sign_in("anna", apart).status_code == 303
